import { placeOf } from '../model/place';
import type { DemoWorkload } from '../model/types';
import type { Tag } from './types';

/** A pod of a workload, with what its tracers say of themselves. */
export interface Peer {
  readonly workload: DemoWorkload;
  readonly pod: string;
  readonly ip: string;
  readonly isGateway: boolean;
  /** The name that Istio's tracers report under. */
  readonly service: string;
  readonly process: readonly Tag[];
  /** What every span of its proxy carries. */
  readonly identity: readonly Tag[];
}

/** The pods of a workload. */
export function peersOf(workload: DemoWorkload): readonly Peer[] {
  const { namespace, app, version } = workload;
  const isGateway = workload.name.startsWith('istio') && workload.name.endsWith('gateway');
  const role = isGateway ? 'router' : 'sidecar';
  return workload.pods.map((pod) => {
    const { ip } = placeOf(namespace, pod);
    return {
      workload,
      pod,
      ip,
      isGateway,
      service: `${app}.${namespace}`,
      process: [
        ['ip', ip],
        ['hostname', pod],
      ],
      identity: [
        ['component', 'proxy'],
        ['node_id', `${role}~${ip}~${pod}.${namespace}~${namespace}.svc.cluster.local`],
        ['istio.canonical_service', app],
        ['istio.canonical_revision', version],
        ['istio.namespace', namespace],
        ['istio.mesh_id', 'cluster.local'],
        ['istio.cluster_id', 'Kubernetes'],
        ['downstream_cluster', '-'],
      ],
    };
  });
}
