import type { KubeObject } from '@/lib/domain/kube-object';
import type { Protocol } from '@/lib/domain/model';
import type { PolicyWorkload, WorkloadPort } from '@/lib/domain/policy';
import { groupBy } from '@/lib/domain/group-by';
import type { MeshAdapter, ObjectStore } from '@/lib/mesh/adapter';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { containersOf, isRunning } from '@/lib/mesh/detection';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { byNamespace, serviceSelects } from '@/lib/mesh/workload-index';
import { workloadOfPod } from '@/lib/mesh/workload-names';

type Roles = readonly Pick<MeshAdapter, 'id' | 'membershipOf' | 'isGateway'>[];

/**
 * The workloads of a store that have running pods, by `namespace/name`, as policies select them. Of a workload
 * whose pods differ, such as while it is rolled out, the first pod speaks for all.
 */
export function policyWorkloads(
  objects: ObjectStore,
  meshes: Roles,
): ReadonlyMap<string, PolicyWorkload> {
  const services = byNamespace(objects, SERVICES);
  const pods = groupBy(
    objects.list(PODS).filter(isRunning),
    (pod) => `${pod.metadata.namespace ?? ''}/${workloadOfPod(pod)}`,
  );
  return new Map(
    [...pods].flatMap(([key, own]) => {
      const [first] = own;
      if (first === undefined) return [];
      const inNamespace = services.get(first.metadata.namespace ?? '') ?? [];
      return [[key, toWorkload(first, own, inNamespace, meshes)]];
    }),
  );
}

function toWorkload(
  first: KubeObject,
  pods: readonly KubeObject[],
  services: readonly KubeObject[],
  meshes: Roles,
): PolicyWorkload {
  const labels = first.metadata.labels ?? {};
  const own = services.filter((service) => serviceSelects(service, labels));
  const member = meshes.find((mesh) => mesh.membershipOf(first).inMesh);
  const gateway = meshes.find((mesh) => mesh.isGateway(first));
  return {
    namespace: first.metadata.namespace ?? '',
    name: workloadOfPod(first),
    mesh: gateway?.id ?? member?.id ?? null,
    isGateway: gateway !== undefined,
    labels,
    annotations: first.metadata.annotations ?? {},
    serviceAccount: textOf(fieldsOf(first.spec)['serviceAccountName']) ?? 'default',
    addresses: pods.flatMap(({ status }) => textOf(fieldsOf(status)['podIP']) ?? []),
    services: own.map(({ metadata }) => metadata.name),
    ports: portsOf(first, own),
  };
}

interface PortDraft {
  readonly names: Set<string>;
  readonly servicePorts: { service: string; port: number }[];
  protocol: Protocol | null;
}

/** The ports that containers name, and those that Services lead to, by number. */
function portsOf(pod: KubeObject, services: readonly KubeObject[]): readonly WorkloadPort[] {
  const drafts = new Map<number, PortDraft>();
  const named = new Map<string, number>();
  const of = (number: number): PortDraft => {
    const known = drafts.get(number);
    if (known !== undefined) return known;
    const made: PortDraft = { names: new Set(), servicePorts: [], protocol: null };
    drafts.set(number, made);
    return made;
  };
  for (const { name, number } of containerPorts(pod)) {
    const draft = of(number);
    if (name === '') continue;
    named.set(name, number);
    draft.names.add(name);
  }
  for (const { service, port } of servicePorts(services)) {
    const number = targetOf(port, named);
    if (number === undefined) continue;
    const draft = of(number);
    draft.servicePorts.push({ service, port: numberOf(port['port']) ?? number });
    draft.protocol ??= protocolOf(port);
  }
  return [...drafts]
    .toSorted(([a], [b]) => a - b)
    .map(([number, { names, ...rest }]) => ({ number, names: [...names], ...rest }));
}

/** Ports of proxies are theirs, not the workload's. */
const PROXIES = /^(istio-proxy|linkerd-proxy|consul-dataplane.*|envoy)$/;

function containerPorts(pod: KubeObject) {
  return containersOf(pod)
    .filter(({ name }) => !PROXIES.test(textOf(name) ?? ''))
    .flatMap(({ ports }) => listOf(ports).map(fieldsOf))
    .flatMap(({ name, containerPort }) => {
      const number = numberOf(containerPort);
      return number === undefined ? [] : [{ name: textOf(name) ?? '', number }];
    });
}

function servicePorts(services: readonly KubeObject[]) {
  return services.flatMap(({ metadata, spec }) =>
    listOf(fieldsOf(spec)['ports']).map((port) => ({
      service: metadata.name,
      port: fieldsOf(port),
    })),
  );
}

/** The pods' port that a Service's port leads to; a name is that of a container's port. */
function targetOf(
  port: Readonly<Record<string, unknown>>,
  named: ReadonlyMap<string, number>,
): number | undefined {
  const target = port['targetPort'];
  if (typeof target === 'string' && target !== '') return named.get(target);
  return numberOf(target) ?? numberOf(port['port']);
}

/** What a Service says that a port speaks: by `appProtocol`, else by the first part of its name. */
function protocolOf(port: Readonly<Record<string, unknown>>): Protocol | null {
  const said = textOf(port['appProtocol']) ?? (textOf(port['name']) ?? '').split('-')[0] ?? '';
  if (/grpc/i.test(said)) return 'grpc';
  if (/http|h2c/i.test(said) && !/https/i.test(said)) return 'http';
  return /tcp|tls|https|mongo|mysql|postgres|redis/i.test(said) ? 'tcp' : null;
}
