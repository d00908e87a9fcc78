import type { KubeObject } from '@/lib/domain/kube-object';
import { inNamespace, ofList } from '@/lib/mesh/checks/indexes';
import type { Lookups } from '@/lib/mesh/checks/rule';
import { DEPLOYMENTS, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { isRunning } from '@/lib/mesh/detection';
import {
  backendsIn,
  type Backend,
  type Table,
  type WorkloadIndex,
} from '@/lib/mesh/workload-index';

const byName = ofList(
  (objects) => new Map(objects.map((object) => [object.metadata.name, object] as const)),
);

const backendsAmong = ofList((deployments) =>
  ofList((pods): readonly Backend[] => backendsIn(deployments, pods)),
);

/** Services and workloads, looked up as they are asked for. */
export function workloadIndexOf(lookups: Lookups): WorkloadIndex {
  return {
    services: tableOf(
      (namespace) => byName(inNamespace(lookups, SERVICES, namespace)),
      (namespace) => lookups.knows(SERVICES, namespace),
    ),
    workloads: tableOf((namespace) => {
      const deployments = inNamespace(lookups, DEPLOYMENTS, namespace);
      return backendsAmong(deployments)(inNamespace(lookups, PODS, namespace));
    }),
  };
}

/** A table whose entries are looked up when they are asked for. */
export function tableOf<T>(
  get: (key: string) => T | undefined,
  has: (key: string) => boolean = (key) => get(key) !== undefined,
): Table<T> {
  return { get, has };
}

/** Whether it can be told that no pods are selected in a namespace. */
export function knowsWorkloads(lookups: Lookups, namespace: string): boolean {
  return lookups.knows(PODS, namespace) && lookups.knows(DEPLOYMENTS, namespace);
}

const running = ofList((pods) => pods.filter(isRunning));

/** The pods of a namespace that have not come to their end. */
export function podsIn(lookups: Lookups, namespace: string): readonly KubeObject[] {
  return running(inNamespace(lookups, PODS, namespace));
}
