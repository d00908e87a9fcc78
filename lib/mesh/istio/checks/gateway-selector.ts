import type { KubeObject } from '@/lib/domain/kube-object';
import type { Lookups, ObjectIndex } from '@/lib/mesh/checks/rule';
import { PODS } from '@/lib/mesh/core-kinds';
import { fieldsOf, hasLabels, labelsOf } from '@/lib/mesh/fields';

/** The labels of the pods that a Gateway is for, in whatever namespace. */
export function selectorOf({ spec }: KubeObject): Readonly<Record<string, string>> {
  return labelsOf(fieldsOf(spec)['selector']);
}

/** Every pod under each of its labels, so that a selector looks only at those with its first one. */
const BY_LABEL: ObjectIndex = {
  kind: PODS,
  keysOf: ({ metadata }) =>
    Object.entries(metadata.labels ?? {}).map(([key, value]) => `${key}=${value}`),
};

/** The pods that a Gateway is for. One without a selector is for all, of which none are given. */
export function podsOfGateway(gateway: KubeObject, lookups: Lookups): readonly KubeObject[] {
  const selector = selectorOf(gateway);
  const [first] = Object.entries(selector).toSorted();
  if (first === undefined) return [];
  return lookups
    .find(BY_LABEL, first.join('='))
    .filter(({ metadata }) => hasLabels(metadata.labels ?? {}, selector));
}
