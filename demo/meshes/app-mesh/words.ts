import type { Flow } from '../../model/flow';
import type { Labels } from '../../model/labels';
import type { DemoService } from '../../model/types';
import type { EnvoyWords } from '../envoy/words';
import { MESH_NAME } from './versions';

/** How the Envoys of App Mesh label what they count, where the controller turns its tags on. */
export const APP_MESH_WORDS: EnvoyWords = {
  mesh: 'app-mesh',
  port: 9901,
  ofProxy: ({ name, namespace }) => ({
    appmesh_mesh: MESH_NAME,
    appmesh_virtual_node: awsName(name, namespace),
  }),
  outbound: ({ target, service }) => {
    // What is lost on its way is counted at the cluster that it was for: there is one for every version.
    const name = target === null ? undefined : target.name;
    const namespace = target?.namespace ?? service.namespace;
    if (name === undefined || target?.mesh !== 'app-mesh') return null;
    return clusterLabels('egress', name, namespace, service);
  },
  inbound: ({ target, service }) =>
    clusterLabels('ingress', target?.name ?? '', target?.namespace ?? '', service),
  arrival: ({ service }: Flow) => ({
    kind: service.protocol === 'tcp' ? 'tcp' : 'http',
    prefix: 'ingress',
    hasApplication: true,
  }),
  isTls: ({ isSecure }) => isSecure,
  grpcServices: [],
};

/** The name that the controller gives a VirtualNode in AWS. */
export function awsName(name: string, namespace: string): string {
  return `${name}_${namespace}`;
}

/** The name of the cluster of one direction that leads to a VirtualNode. */
export function clusterName(
  direction: 'egress' | 'ingress',
  name: string,
  namespace: string,
  { protocol, port }: DemoService,
): string {
  return `cds_${direction}_${MESH_NAME}_${awsName(name, namespace)}_${protocol}_${String(port)}`;
}

function clusterLabels(
  direction: 'egress' | 'ingress',
  name: string,
  namespace: string,
  service: DemoService,
): Labels {
  return { envoy_cluster_name: clusterName(direction, name, namespace, service) };
}
