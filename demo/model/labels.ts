import { placeOf } from './place';
import type { DemoService, DemoWorkload } from './types';

export type Labels = Readonly<Record<string, string>>;

/** The host by which callers know a service. */
export function hostOf({ namespace, name, externalHost }: DemoService): string {
  return externalHost ?? `${name}.${namespace}.svc.cluster.local`;
}

/** What Istio's sample Prometheus adds when it scrapes a pod's agent. */
export function scrapeLabels(workload: DemoWorkload, pod: string): Labels {
  const { ip, node } = placeOf(workload.namespace, pod);
  return {
    app: workload.app,
    instance: `${ip}:15020`,
    job: 'kubernetes-pods',
    namespace: workload.namespace,
    node,
    pod,
    version: workload.version,
  };
}
