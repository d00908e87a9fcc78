import 'server-only';
import { parseDuration } from '@/lib/domain/duration';
import { groupBy } from '@/lib/domain/group-by';
import type { Finding } from '@/lib/domain/finding';
import type { KubeObject } from '@/lib/domain/kube-object';
import { parseNodeId, type MeshEdge, type MeshNode } from '@/lib/domain/model';
import type {
  InboundFacts,
  NamespaceFacts,
  ProxyFacts,
  ServiceFacts,
  WorkloadFacts,
} from '@/lib/domain/practices/facts';
import type { ActiveFault, Setting } from '@/lib/domain/resilience/setting';
import type { Split } from '@/lib/domain/split';
import type { Reach } from '@/lib/mesh/checks/engine';
import type { Detection, MeshAdapter, MeshTelemetry, ObjectStore } from '@/lib/mesh/adapter';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { containersOf, isRunning } from '@/lib/mesh/detection';
import { fieldsOf } from '@/lib/mesh/fields';
import { fqdnOf } from '@/lib/mesh/hosts';
import { meshKinds } from '@/lib/mesh/mesh-kinds';
import { versionOf } from '@/lib/mesh/versions';
import { serviceSelects } from '@/lib/mesh/workload-index';
import { workloadOfPod } from '@/lib/mesh/workload-names';
import { changesOf } from '@/lib/server/changes/change-log';
import { factsOf } from '@/lib/server/objects/facts-of';

/** Of what the facts are made; all of it within the scope of the person who asks. */
export interface Material {
  readonly meshes: readonly MeshAdapter[];
  readonly store: ObjectStore;
  readonly reach: Reach;
  readonly detections: readonly Detection[];
  /** Null where no figures could be read. */
  readonly seen: MeshTelemetry | null;
  readonly splits: readonly Split[];
  readonly findings: readonly Finding[];
  readonly faults: readonly ActiveFault[];
}

/** What is known of some namespaces. The cost grows with the objects and calls in them, in one pass over each. */
export function gatherFacts(namespaces: readonly string[], material: Material): NamespaceFacts[] {
  const { store, seen } = material;
  const namespaceOf = ({ metadata }: KubeObject) => metadata.namespace ?? '';
  const pods = groupBy(store.list(PODS).filter(isRunning), namespaceOf);
  const services = groupBy(store.list(SERVICES), namespaceOf);
  const inbound = groupBy(seen?.edges ?? [], ({ target }) => parseNodeId(target)?.namespace ?? '');
  const nodes = groupBy(seen?.nodes ?? [], ({ namespace }) => namespace);
  const findings = groupBy(material.findings, ({ object }) => object.namespace);
  const faults = groupBy(material.faults, ({ object }) => object.namespace);
  const objects = groupBy(
    meshKinds(material.meshes).flatMap(({ kind }) => store.list(kind)),
    namespaceOf,
  );
  return namespaces.map((namespace) =>
    namespaceFacts(namespace, material, {
      pods: pods.get(namespace) ?? [],
      services: services.get(namespace) ?? [],
      inbound: inbound.get(namespace) ?? [],
      objects: objects.get(namespace) ?? [],
      nodes: nodes.get(namespace) ?? [],
      findings: findings.get(namespace) ?? [],
      faults: faults.get(namespace) ?? [],
    }),
  );
}

interface Inside {
  readonly pods: readonly KubeObject[];
  readonly services: readonly KubeObject[];
  readonly inbound: readonly MeshEdge[];
  /** Of kinds of the meshes. */
  readonly objects: readonly KubeObject[];
  readonly nodes: readonly MeshNode[];
  readonly findings: readonly Finding[];
  readonly faults: readonly ActiveFault[];
}

function namespaceFacts(
  namespace: string,
  material: Material,
  { pods, services, inbound, objects, nodes, findings, faults }: Inside,
): NamespaceFacts {
  const { meshes, detections, seen, reach } = material;
  const isInMesh = (pod: KubeObject) => meshes.some((mesh) => mesh.membershipOf(pod).inMesh);
  return {
    namespace,
    hasObjects: reach.knows(PODS, namespace) && reach.knows(SERVICES, namespace),
    pods: pods.length,
    podsInMesh: pods.filter(isInMesh).length,
    enrolledBy: detections.flatMap(({ namespaces }) => {
      const membership = namespaces.get(namespace);
      return membership?.injection === 'enabled' ? (membership.because ?? []) : [];
    }),
    services: services
      .map((service) => serviceFacts(service, pods, inbound, material))
      .filter((service) => service !== null),
    workloads: workloadsOf(pods, isInMesh, namesOf(nodes)),
    proxies: pods.flatMap((pod) => proxyOf(pod, meshes)),
    objects: objects.length,
    errors: findings.filter(({ severity }) => severity === 'error').length,
    hasFigures: seen !== null,
    inbound: inbound.map(toInbound),
    faults: faults.map(({ host, words }) => `${host}: ${words}`),
    earlierFaults: earlierFaults(objects, meshes),
    propagation: null,
  };
}

/** What objects remember of faults that were written or ended through this console, newest first. */
function earlierFaults(objects: readonly KubeObject[], meshes: readonly MeshAdapter[]): string[] {
  const touches = (path: string) => meshes.some((mesh) => mesh.touchesFault?.(path) === true);
  return objects
    .flatMap(({ kind, metadata }) => {
      const change = changesOf(metadata.annotations).find(({ paths }) => paths.some(touches));
      return change === undefined ? [] : [{ at: change.at, name: `${kind} ${metadata.name}` }];
    })
    .toSorted((a, b) => b.at - a.at)
    .map(({ at, name }) => `${name} on ${new Date(at).toISOString().slice(0, 10)}`);
}

/** Null for a service without pods, of which nothing can be said. */
function serviceFacts(
  service: KubeObject,
  pods: readonly KubeObject[],
  inbound: readonly MeshEdge[],
  { meshes, store, splits }: Material,
): ServiceFacts | null {
  const behind = pods.filter(({ metadata }) => serviceSelects(service, metadata.labels));
  if (behind.length === 0) return null;
  const { name, namespace = '' } = service.metadata;
  const host = fqdnOf(name, namespace);
  const node = factsOf({ kind: 'service', namespace, name }, { pods: behind, services: [service] });
  const groups = meshes.flatMap((mesh) => mesh.resilience(node, store).groups);
  const settingsOf = (section: string) =>
    groups.filter((group) => group.section === section).flatMap(({ settings }) => settings);
  return {
    name,
    versions: [...new Set(node.podLabels.flatMap((labels) => versionOf(labels) ?? []))].toSorted(),
    isSplit: splits.some(
      ({ targets }) => targets.length > 1 && targets.some(({ fqdn }) => fqdn === host),
    ),
    breaker: breakerOf(settingsOf('breaker')),
    timeoutMs: longest(settingsOf('timeouts')),
    p99Ms: slowestP99(inbound, host),
  };
}

function breakerOf(settings: readonly Setting[]): ServiceFacts['breaker'] {
  if (settings.length === 0) return 'impossible';
  return settings.some(({ value }) => value !== null) ? 'set' : 'unset';
}

function longest(settings: readonly Setting[]): number | null {
  const written = settings.flatMap(({ form, value }) => {
    const us = form.kind === 'duration' && value !== null ? parseDuration(value) : null;
    return us === null || us <= 0 ? [] : [us / 1000];
  });
  return written.length === 0 ? null : Math.max(...written);
}

/** Of all callers the one that waits longest: quantiles of several cannot be added. */
function slowestP99(inbound: readonly MeshEdge[], host: string): number | undefined {
  const values = inbound
    .filter(({ hosts }) => hosts.includes(host))
    .flatMap(({ signals }) => signals.p99?.valueMs ?? []);
  return values.length === 0 ? undefined : Math.max(...values);
}

function workloadsOf(
  pods: readonly KubeObject[],
  isInMesh: (pod: KubeObject) => boolean,
  reporting: ReadonlySet<string>,
): WorkloadFacts[] {
  return [...groupBy(pods, workloadOfPod)].map(([name, own]) => ({
    name,
    isInMesh: own.some(isInMesh),
    reports: reporting.has(name),
    hasVersion: own.some(({ metadata }) => versionOf(metadata.labels ?? {}) !== undefined),
  }));
}

/** Of the workloads that telemetry speaks of. */
function namesOf(nodes: readonly MeshNode[]): ReadonlySet<string> {
  return new Set(nodes.filter(({ kind }) => kind === 'workload').map(({ name }) => name));
}

function proxyOf(pod: KubeObject, meshes: readonly MeshAdapter[]): ProxyFacts[] {
  const names = meshes.flatMap((mesh) => {
    const { inMesh, proxyContainer } = mesh.membershipOf(pod);
    return inMesh && proxyContainer !== undefined ? [proxyContainer] : [];
  });
  const container = containersOf(pod).find(({ name }) => names.some((each) => each === name));
  if (container === undefined) return [];
  const limits = fieldsOf(fieldsOf(container['resources'])['limits']);
  return [
    {
      pod: pod.metadata.name,
      container: String(container['name']),
      hasCpuLimit: limits['cpu'] !== undefined,
      hasMemoryLimit: limits['memory'] !== undefined,
    },
  ];
}

function toInbound({ source, signals }: MeshEdge): InboundFacts {
  const { namespace = '', name = source, kind } = parseNodeId(source) ?? {};
  const whole = namespace === '' ? name : `${namespace}/${name}`;
  return {
    source: kind === 'unknown' ? '' : whole,
    requestRate: signals.requestRate ?? 0,
    mtlsShare: signals.mtlsShare ?? null,
  };
}
