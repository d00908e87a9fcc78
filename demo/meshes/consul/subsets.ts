import type { DemoWorkload } from '../../model/types';

/** Services that are called by the subsets of their ServiceResolver, each of which is one version. */
const WITH_SUBSETS: ReadonlySet<string> = new Set(['billing/invoices']);

/** The subset by which callers reach a workload; undefined where they call the whole service. */
export function subsetOf({ namespace, service, version }: DemoWorkload): string | undefined {
  return WITH_SUBSETS.has(`${namespace}/${service}`) ? version : undefined;
}
