import type { KubeObject } from '@/lib/domain/kube-object';
import type { ControlPlanePart, NamespaceMembership, PodMembership } from '@/lib/mesh/adapter';
import { fieldsOf, listOf, numberOf, textOf, type Fields } from '@/lib/mesh/fields';

/** Pods that have come to their end take no part in anything. */
const FINISHED: ReadonlySet<string> = new Set(['Succeeded', 'Failed']);

/** Whether a pod has not come to its end. */
export function isRunning({ status }: KubeObject): boolean {
  return !FINISHED.has(textOf(fieldsOf(status)['phase']) ?? '');
}

/** A pod's containers, and its init containers: as one of these Kubernetes runs a sidecar natively. */
export function containersOf({ spec }: KubeObject): readonly Fields[] {
  const { containers, initContainers } = fieldsOf(spec);
  return [...listOf(containers), ...listOf(initContainers)].map(fieldsOf);
}

/** What is told of a pod's proxy: nothing of what is not known. */
export function proxyFacts(
  container: Fields | undefined,
  version: string | undefined,
): Pick<PodMembership, 'proxyContainer' | 'proxyVersion'> {
  const name = textOf(container?.['name']);
  return {
    ...(version === undefined ? {} : { proxyVersion: version }),
    ...(name === undefined ? {} : { proxyContainer: name }),
  };
}

/** The containers of the pods that a workload makes. */
export function templateContainers({ spec }: KubeObject): readonly Fields[] {
  const template = fieldsOf(fieldsOf(fieldsOf(spec)['template'])['spec']);
  return listOf(template['containers']).map(fieldsOf);
}

/** The version that a workload runs: the first that an image of its containers tells. */
export function versionOf(workload: KubeObject): string | undefined {
  return firstTag(templateContainers(workload));
}

/** The version that a pod runs: the first that an image of its containers tells. */
export function versionOfPod(pod: KubeObject): string | undefined {
  return firstTag(containersOf(pod));
}

function firstTag(containers: readonly Fields[]): string | undefined {
  return containers.map(({ image }) => tagOf(textOf(image))).find((tag) => tag !== undefined);
}

/** The version in an image's tag: `registry:5000/istio/proxyv2:1.29.0-distroless@sha256:…` gives `1.29.0`. */
export function tagOf(image: string | undefined): string | undefined {
  return /:v?(\d+\.\d[^:/]*?)(?:-distroless|-debug)?$/.exec(withoutDigest(image ?? ''))?.[1];
}

/** An image's name without what stands behind `@`. */
export function withoutDigest(image: string): string {
  return image.split('@', 1).join('');
}

/** How often each version occurs; one that is not known counts as ''. */
export function versionCounts(
  versions: readonly (string | undefined)[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const version of versions) counts.set(version ?? '', (counts.get(version ?? '') ?? 0) + 1);
  return counts;
}

/** A workload of a control plane, with its replicas where its kind counts them. */
export function controlPlanePart(
  { kind, metadata, spec, status }: KubeObject,
  version: string | undefined,
): ControlPlanePart {
  const { readyReplicas, numberReady, desiredNumberScheduled } = fieldsOf(status);
  const wanted = numberOf(fieldsOf(spec)['replicas']) ?? numberOf(desiredNumberScheduled);
  const ready = numberOf(readyReplicas) ?? numberOf(numberReady);
  return {
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    ...(version === undefined ? {} : { version }),
    ...(ready === undefined ? {} : { ready }),
    ...(wanted === undefined ? {} : { wanted }),
  };
}

/** What is more frequent than all else; of equals, the first by the alphabet. */
export function mostCommon(values: readonly string[]): string | undefined {
  const counts = [...versionCounts(values)];
  return counts.toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

/** What a namespace's labels or annotations say of taking part. */
export type Injection = Pick<NamespaceMembership, 'injection' | 'because'>;

interface MembershipRules {
  readonly isInMesh: (pod: KubeObject) => boolean;
  readonly injectionOf: (namespace: KubeObject) => Injection;
}

/** How much of each namespace takes part in a mesh, by name. */
export function memberships(
  namespaces: readonly KubeObject[],
  pods: readonly KubeObject[],
  { isInMesh, injectionOf }: MembershipRules,
): ReadonlyMap<string, NamespaceMembership> {
  const counts = new Map<string, { pods: number; podsInMesh: number }>();
  for (const pod of pods) {
    const count = counts.get(pod.metadata.namespace ?? '') ?? { pods: 0, podsInMesh: 0 };
    count.pods += 1;
    if (isInMesh(pod)) count.podsInMesh += 1;
    counts.set(pod.metadata.namespace ?? '', count);
  }
  return new Map(
    namespaces.map((namespace) => {
      const { name } = namespace.metadata;
      const { pods: all, podsInMesh } = counts.get(name) ?? { pods: 0, podsInMesh: 0 };
      return [name, { ...injectionOf(namespace), podsInMesh, pods: all }];
    }),
  );
}
