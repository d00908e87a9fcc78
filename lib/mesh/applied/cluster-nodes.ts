import { groupBy } from '@/lib/domain/group-by';
import type { KubeObject } from '@/lib/domain/kube-object';
import { objectId } from '@/lib/domain/object-ref';
import type { NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { DEPLOYMENTS, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { refOf } from '@/lib/mesh/object-refs';
import { SERVICE } from '@/lib/mesh/references';
import { appOf } from '@/lib/mesh/versions';
import { byNamespace, serviceSelects } from '@/lib/mesh/workload-index';
import { workloadOfPod } from '@/lib/mesh/workload-names';

/** A service, workload or app of the cluster, whether anybody calls it or not. */
export interface ClusterNode {
  readonly kind: 'service' | 'workload' | 'app' | 'external';
  readonly namespace: string;
  readonly name: string;
  readonly facts: NodeFacts;
  /** The ids of the objects of Kubernetes that it is. */
  readonly itself: readonly string[];
}

interface ClusterNodes {
  /** Those in which anything is. */
  readonly namespaces: readonly string[];
  readonly nodesOf: (namespace: string) => readonly ClusterNode[];
}

/** Prepares to find the nodes of namespaces, each from its own objects alone. */
export function nodesOfStore(objects: ObjectStore): ClusterNodes {
  const pods = byNamespace(objects, PODS);
  const services = byNamespace(objects, SERVICES);
  const deployments = byNamespace(objects, DEPLOYMENTS);
  return {
    namespaces: [...new Set([...pods.keys(), ...services.keys(), ...deployments.keys()])],
    nodesOf: (namespace) =>
      nodesIn(namespace, {
        pods: pods.get(namespace) ?? [],
        services: services.get(namespace) ?? [],
        deployments: deployments.get(namespace) ?? [],
      }),
  };
}

type Inhabitants = Readonly<Record<'pods' | 'services' | 'deployments', readonly KubeObject[]>>;

function nodesIn(
  namespace: string,
  { pods, services, deployments }: Inhabitants,
): readonly ClusterNode[] {
  const selected = selections(pods, services);
  const groupOf = (kind: 'workload' | 'app', name: string, behind: readonly KubeObject[]) => {
    const inFront = services.filter((service) => behind.some((pod) => selected(service, pod)));
    return { kind, namespace, name, facts: nodeFacts(namespace, inFront, behind) };
  };
  const ofWorkloads = groupBy(pods, workloadOfPod);
  const names = new Set([...ofWorkloads.keys(), ...deployments.map(nameOf)]);
  const ofApps = groupBy(pods, (pod) => appOf(pod.metadata.labels ?? {}));
  return [
    ...services.map((service): ClusterNode => {
      const behind = pods.filter((pod) => selected(service, pod));
      const facts = nodeFacts(namespace, [service], behind);
      return {
        kind: 'service',
        namespace,
        name: nameOf(service),
        facts,
        itself: [idOf(SERVICE)(service)],
      };
    }),
    ...[...names].map((name): ClusterNode => {
      const behind = ofWorkloads.get(name) ?? [];
      const own = deployments.filter((each) => nameOf(each) === name);
      return {
        ...groupOf('workload', name, behind),
        itself: [...own.map(idOf(DEPLOYMENT)), ...behind.map(idOf(POD))],
      };
    }),
    ...[...ofApps].flatMap(([name, behind]): readonly ClusterNode[] =>
      name === undefined
        ? []
        : [{ ...groupOf('app', name, behind), itself: behind.map(idOf(POD)) }],
    ),
  ];
}

const POD = { ...PODS, kind: 'Pod' };
const DEPLOYMENT = { ...DEPLOYMENTS, kind: 'Deployment' };

function idOf(kind: Parameters<typeof refOf>[1]) {
  return (object: KubeObject) => objectId(refOf(object, kind));
}

function nameOf({ metadata }: KubeObject): string {
  return metadata.name;
}

/** Which service selects which pod: of pods with the same labels one is asked about. */
function selections(pods: readonly KubeObject[], services: readonly KubeObject[]) {
  const keys = new Map(pods.map((pod) => [pod, keyOfLabels(pod)]));
  const samples = new Map(pods.map((pod) => [keys.get(pod), pod.metadata.labels]));
  const chosen = new Map(
    services.map((service) => {
      const own = [...samples].filter(([, labels]) => serviceSelects(service, labels));
      return [service, new Set(own.map(([key]) => key))];
    }),
  );
  return (service: KubeObject, pod: KubeObject) => chosen.get(service)?.has(keys.get(pod)) === true;
}

function keyOfLabels({ metadata }: KubeObject): string {
  return JSON.stringify(metadata.labels ?? {});
}

/** What adapters must know of a node in the cluster: the services that it is called by, and its pods. */
export function nodeFacts(
  namespace: string,
  services: readonly KubeObject[],
  pods: readonly KubeObject[],
): NodeFacts {
  const labelSets = new Map(pods.map((pod) => [keyOfLabels(pod), pod.metadata.labels ?? {}]));
  return {
    namespace,
    services: services.map(({ metadata }) => metadata.name),
    podLabels: [...labelSets.values()],
  };
}
