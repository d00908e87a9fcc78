import { namespaceObject, object, ownerOf } from '../../kubernetes/build';
import type { JsonObject } from '../../kubernetes/json';
import { placeOf } from '../../model/place';
import { replicaSetOf } from '../../model/random';
import { ISTIO_VERSION } from './versions';

/** Istio's control plane, by which it is found. */
export function istioControlPlane(): readonly JsonObject[] {
  const namespace = 'istio-system';
  const labels = { app: 'istiod', istio: 'pilot', 'istio.io/rev': 'default' };
  const containers = [{ name: 'discovery', image: `docker.io/istio/pilot:${ISTIO_VERSION}` }];
  const template = { metadata: { labels }, spec: { containers } };
  const spec = { replicas: 1, selector: { matchLabels: { app: 'istiod' } }, template };
  const pod = 'istiod-7c5d9f6b84-x2kq9';
  const name = replicaSetOf(pod);
  const owner = ownerOf({ apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace, name });
  const mesh =
    'defaultConfig:\n  discoveryAddress: istiod.istio-system.svc:15012\ntrustDomain: cluster.local\n';
  return [
    namespaceObject(namespace),
    object('v1', 'ConfigMap', { name: 'istio', namespace }, { data: { mesh } }),
    object(
      'apps/v1',
      'Deployment',
      { name: 'istiod', namespace, labels },
      { spec, status: { replicas: 1, readyReplicas: 1 } },
    ),
    object(
      'v1',
      'Pod',
      { name: pod, namespace, labels, ownerReferences: [owner] },
      { spec: { containers }, status: { phase: 'Running', podIP: placeOf(namespace, pod).ip } },
    ),
  ];
}
