import 'server-only';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { NodeKind } from '@/lib/domain/model';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { appOf, versionOf } from '@/lib/mesh/versions';
import { serviceSelects } from '@/lib/mesh/workload-index';
import { workloadOfPod } from '@/lib/mesh/workload-names';

export interface NamedNode {
  readonly kind: NodeKind;
  readonly namespace: string;
  readonly name: string;
}

/** What the cluster has behind a node. */
export interface NodeObjects {
  readonly pods: readonly KubeObject[];
  /** Services that select any of the pods; for a service, itself. */
  readonly services: readonly KubeObject[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Finds the pods and services of a node. External and unknown nodes have none. */
export function nodeObjects(node: NamedNode, store: ObjectStore): NodeObjects {
  const { namespace, kind, name } = node;
  const inNamespace = ({ metadata }: KubeObject) => metadata.namespace === namespace;
  const allPods = store.list({ group: '', plural: 'pods' }).filter(inNamespace);
  const allServices = store.list({ group: '', plural: 'services' }).filter(inNamespace);
  const pods = allPods.filter((pod) => belongs(pod, node, allServices));
  const services =
    kind === 'service'
      ? allServices.filter(({ metadata }) => metadata.name === name)
      : allServices.filter((service) =>
          pods.some((pod) => serviceSelects(service, pod.metadata.labels)),
        );
  const deployment = store
    .list({ group: 'apps', plural: 'deployments' })
    .find((each) => inNamespace(each) && each.metadata.name === name);
  const itself = kind === 'service' ? services[0] : deployment;
  return { pods, services, labels: itself?.metadata.labels ?? pods[0]?.metadata.labels ?? {} };
}

function belongs(pod: KubeObject, node: NamedNode, services: readonly KubeObject[]): boolean {
  switch (node.kind) {
    case 'workload':
      return workloadOfPod(pod) === node.name;
    case 'app':
      return appOf(pod.metadata.labels ?? {}) === node.name;
    case 'service':
      return services.some(
        (service) =>
          service.metadata.name === node.name && serviceSelects(service, pod.metadata.labels),
      );
    case 'external':
    case 'unknown':
      return false;
  }
}

/** The app that a pod says it is of. */
export function appOfPod(pod: KubeObject): string | undefined {
  return appOf(pod.metadata.labels ?? {});
}

/** The version that a pod says it is. */
export function versionOfPod(pod: KubeObject): string | undefined {
  return versionOf(pod.metadata.labels ?? {});
}
