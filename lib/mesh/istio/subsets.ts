import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, labelsOf, listOf, textOf } from '@/lib/mesh/fields';
import type { Cluster } from '@/lib/mesh/istio/cluster';
import { isExportedTo } from '@/lib/mesh/istio/export-to';
import { covers, fqdnOf, serviceNameOf } from '@/lib/mesh/hosts';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';

/** A named part of a host's pods. */
export interface Subset {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Finds the subsets of a host as a VirtualService of `namespace` sees them.
 *
 * Istio takes the rules of one namespace: for most callers that of the service; a caller's own comes
 * first, for which the VirtualService's namespace stands here; then the root namespace. Rules for
 * the exact host come before wildcards. Rules of one namespace for one host are merged, oldest first.
 */
export function subsetsOf(
  cluster: Pick<Cluster, 'rules'>,
  fqdn: string,
  namespace: string,
): Subset[] {
  const order = [namespace, serviceNameOf(fqdn)?.namespace ?? namespace, ROOT_NAMESPACE];
  for (const from of order) {
    const own = (cluster.rules.get(from) ?? []).filter(
      (rule) => covers(hostOf(rule), fqdn) && isExportedTo(rule, namespace),
    );
    const exact = own.filter((rule) => hostOf(rule) === fqdn);
    const chosen = exact.length > 0 ? exact : longestWildcard(own);
    if (chosen.length > 0) return mergedSubsets(chosen.toSorted(byAge));
  }
  return [];
}

function hostOf(rule: KubeObject): string {
  const host = textOf(fieldsOf(rule.spec)['host']) ?? '';
  return fqdnOf(host, rule.metadata.namespace ?? '');
}

function byAge(a: KubeObject, b: KubeObject): number {
  const [left, right] = [a, b].map(
    ({ metadata }) => `${metadata.creationTimestamp ?? ''} ${metadata.name}`,
  );
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

function longestWildcard(rules: readonly KubeObject[]): readonly KubeObject[] {
  const longest = Math.max(0, ...rules.map((rule) => hostOf(rule).length));
  return rules.filter((rule) => hostOf(rule).length === longest);
}

function mergedSubsets(rules: readonly KubeObject[]): Subset[] {
  const byName = new Map<string, Subset>();
  for (const subset of rules.flatMap((rule) => listOf(fieldsOf(rule.spec)['subsets']))) {
    const { name, labels } = fieldsOf(subset);
    const text = textOf(name);
    if (text === undefined || byName.has(text)) continue;
    byName.set(text, { name: text, labels: labelsOf(labels) });
  }
  return [...byName.values()];
}
