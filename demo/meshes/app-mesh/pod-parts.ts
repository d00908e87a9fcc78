import { proxyResources } from '../../model/proxies';
import type { DemoWorkload } from '../../model/types';
import type { PodParts } from '../part';
import { CONTROLLER_IMAGE, ENVOY_IMAGE, MESH_NAME } from './versions';
import { awsName } from './words';

/** What App Mesh's injector adds to a pod. */
export function appMeshPodParts({ name, namespace }: DemoWorkload): PodParts {
  const resource = `mesh/${MESH_NAME}/virtualNode/${awsName(name, namespace)}`;
  return {
    labels: {},
    annotations: {
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '9901',
      'prometheus.io/path': '/stats/prometheus',
    },
    containers: [
      {
        name: 'envoy',
        image: ENVOY_IMAGE,
        ...proxyResources('app-mesh'),
        env: [
          { name: 'APPMESH_VIRTUAL_NODE_NAME', value: resource },
          { name: 'ENABLE_ENVOY_STATS_TAGS', value: '1' },
        ],
      },
    ],
    initContainers: [{ name: 'proxyinit', image: CONTROLLER_IMAGE }],
  };
}
