import { namespaceObject, object, ownerOf } from '../../kubernetes/build';
import type { JsonObject } from '../../kubernetes/json';
import { placeOf } from '../../model/place';
import { replicaSetOf } from '../../model/random';
import { CONSUL_IMAGE, CONTROL_PLANE_IMAGE } from './versions';

const NAMESPACE = 'consul';

/** Consul's servers and its injector, as the chart names them. */
export function consulControlPlane(): readonly JsonObject[] {
  return [namespaceObject(NAMESPACE), ...servers(), ...injector()];
}

function servers(): readonly JsonObject[] {
  const name = 'consul-server';
  const labels = { app: 'consul', chart: 'consul-helm', component: 'server', release: 'consul' };
  const containers = [{ name: 'consul', image: CONSUL_IMAGE }];
  const spec = {
    replicas: 3,
    serviceName: name,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers } },
  };
  const owner = ownerOf({ apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: NAMESPACE, name });
  return [
    object(
      'apps/v1',
      'StatefulSet',
      { name, namespace: NAMESPACE, labels },
      { spec, status: { replicas: 3, readyReplicas: 3 } },
    ),
    ...[0, 1, 2].map((ordinal) =>
      podObject(`${name}-${String(ordinal)}`, labels, containers, owner),
    ),
  ];
}

function injector(): readonly JsonObject[] {
  const name = 'consul-connect-injector';
  const labels = {
    app: 'consul',
    chart: 'consul-helm',
    component: 'connect-injector',
    release: 'consul',
  };
  const containers = [{ name: 'sidecar-injector', image: CONTROL_PLANE_IMAGE }];
  const template = { metadata: { labels }, spec: { containers } };
  const pod = `${name}-6d9f7c5b84-q8x2k`;
  const owner = ownerOf({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    namespace: NAMESPACE,
    name: replicaSetOf(pod),
  });
  return [
    object(
      'apps/v1',
      'Deployment',
      { name, namespace: NAMESPACE, labels },
      {
        spec: { replicas: 1, selector: { matchLabels: labels }, template },
        status: { replicas: 1, readyReplicas: 1 },
      },
    ),
    podObject(pod, labels, containers, owner),
  ];
}

function podObject(
  name: string,
  labels: Readonly<Record<string, string>>,
  containers: readonly JsonObject[],
  owner: JsonObject,
): JsonObject {
  return object(
    'v1',
    'Pod',
    { name, namespace: NAMESPACE, labels, ownerReferences: [owner] },
    { spec: { containers }, status: { phase: 'Running', podIP: placeOf(NAMESPACE, name).ip } },
  );
}
