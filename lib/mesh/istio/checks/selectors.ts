import type { KubeObject } from '@/lib/domain/kube-object';
import { everywhere, inNamespace } from '@/lib/mesh/checks/indexes';
import type { KindRef, Lookups } from '@/lib/mesh/checks/rule';
import { knowsWorkloads, workloadIndexOf } from '@/lib/mesh/checks/workloads';
import { DEPLOYMENTS, PODS } from '@/lib/mesh/core-kinds';
import { fieldsOf, hasLabels, labelsOf } from '@/lib/mesh/fields';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { backendsIn, type Backend } from '@/lib/mesh/workload-index';

type Labels = Readonly<Record<string, string>>;

/** The kinds that a look at what a selector selects may read. */
export const SELECTION_READS: readonly KindRef[] = [PODS, DEPLOYMENTS];

/** The labels by which an object of Istio selects pods; none when it selects by none. */
export function selectorOf({ spec }: KubeObject): Labels {
  const { selector, workloadSelector } = fieldsOf(spec);
  const [byMatch, byLabels] = [fieldsOf(selector), fieldsOf(workloadSelector)];
  return labelsOf(byMatch['matchLabels'] ?? byLabels['labels'] ?? byLabels['matchLabels']);
}

/** Where a selector stands in an object. */
export function selectorPath({ spec }: KubeObject): string {
  return fieldsOf(spec)['selector'] === undefined ? '/spec/workloadSelector' : '/spec/selector';
}

/** Whether an object says by labels what it is for. */
export function hasSelector(object: KubeObject): boolean {
  return Object.keys(selectorOf(object)).length > 0;
}

/** The workloads that an object's selector selects: of its namespace or, in the root namespace, of all. */
export function selectedBy(object: KubeObject, lookups: Lookups): readonly Backend[] {
  const wanted = selectorOf(object);
  return reachable(object, lookups).filter(({ labels }) => hasLabels(labels, wanted));
}

function reachable({ metadata }: KubeObject, lookups: Lookups): readonly Backend[] {
  const { namespace = '' } = metadata;
  if (namespace !== ROOT_NAMESPACE) {
    return workloadIndexOf(lookups).workloads.get(namespace) ?? [];
  }
  return backendsIn(everywhere(lookups, DEPLOYMENTS), everywhere(lookups, PODS));
}

/** Whether it can be told that a selector selects nothing. */
export function knowsSelected({ metadata }: KubeObject, lookups: Lookups): boolean {
  const { namespace = '' } = metadata;
  if (namespace !== ROOT_NAMESPACE) return knowsWorkloads(lookups, namespace);
  return lookups.knows(PODS) && lookups.knows(DEPLOYMENTS);
}

/** The other objects of a kind in the namespace of one. */
export function neighboursOf(
  object: KubeObject,
  kind: KindRef,
  lookups: Lookups,
): readonly KubeObject[] {
  return inNamespace(lookups, kind, object.metadata.namespace ?? '').filter(
    ({ metadata }) => metadata.name !== object.metadata.name,
  );
}
