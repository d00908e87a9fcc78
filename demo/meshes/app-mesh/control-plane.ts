import { namespaceObject, object, ownerOf } from '../../kubernetes/build';
import type { JsonObject } from '../../kubernetes/json';
import { placeOf } from '../../model/place';
import { replicaSetOf } from '../../model/random';
import { CONTROLLER_IMAGE } from './versions';

const NAMESPACE = 'appmesh-system';

/** The controller that mirrors objects into AWS, where the control plane itself is. */
export function appMeshControlPlane(): readonly JsonObject[] {
  const name = 'appmesh-controller';
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/instance': name };
  const containers = [{ name: 'controller', image: CONTROLLER_IMAGE }];
  const template = { metadata: { labels }, spec: { containers } };
  const pod = `${name}-7b9c5d4f86-m4x7k`;
  const owner = ownerOf({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    namespace: NAMESPACE,
    name: replicaSetOf(pod),
  });
  return [
    namespaceObject(NAMESPACE),
    object(
      'apps/v1',
      'Deployment',
      { name, namespace: NAMESPACE, labels },
      {
        spec: { replicas: 1, selector: { matchLabels: labels }, template },
        status: { replicas: 1, readyReplicas: 1 },
      },
    ),
    object(
      'v1',
      'Pod',
      { name: pod, namespace: NAMESPACE, labels, ownerReferences: [owner] },
      { spec: { containers }, status: { phase: 'Running', podIP: placeOf(NAMESPACE, pod).ip } },
    ),
  ];
}
