import { namespaceObject, object } from '../../kubernetes/build';
import type { JsonObject } from '../../kubernetes/json';
import { CONTROLLER_IMAGE, LINKERD_VERSION, PROXY_IMAGE } from './versions';

const NAMESPACE = 'linkerd';

/** The parts of the control plane, with the containers that each has beside its proxy. */
const COMPONENTS: readonly (readonly [name: string, containers: readonly string[]])[] = [
  ['destination', ['destination', 'sp-validator', 'policy']],
  ['identity', ['identity']],
  ['proxy-injector', ['proxy-injector']],
];

/** Linkerd's control plane and its SMI extension, by which it is found. */
export function linkerdControlPlane(): readonly JsonObject[] {
  const values = `linkerdVersion: ${LINKERD_VERSION}\nidentityTrustDomain: cluster.local\n`;
  return [
    namespaceObject(NAMESPACE, { labels: { 'linkerd.io/is-control-plane': 'true' } }),
    object(
      'v1',
      'ConfigMap',
      { name: 'linkerd-config', namespace: NAMESPACE },
      { data: { values } },
    ),
    ...COMPONENTS.map(([name, containers]) => component(name, containers)),
    namespaceObject('linkerd-smi', { labels: { 'linkerd.io/extension': 'smi' } }),
    adaptor(),
  ];
}

function component(name: string, containers: readonly string[]): JsonObject {
  const labels = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': 'Linkerd',
    'app.kubernetes.io/version': LINKERD_VERSION,
    'linkerd.io/control-plane-component': name,
    'linkerd.io/control-plane-ns': NAMESPACE,
  };
  return deployment(`linkerd-${name}`, NAMESPACE, labels, [
    { name: 'linkerd-proxy', image: PROXY_IMAGE },
    ...containers.map((each) => ({ name: each, image: CONTROLLER_IMAGE })),
  ]);
}

/** Turns TrafficSplits into ServiceProfiles. */
function adaptor(): JsonObject {
  const labels = { 'linkerd.io/extension': 'smi', component: 'smi-adaptor' };
  return deployment('smi-adaptor', 'linkerd-smi', labels, [
    { name: 'smi-adaptor', image: 'cr.l5d.io/linkerd/smi-adaptor:v0.2.7' },
  ]);
}

function deployment(
  name: string,
  namespace: string,
  labels: Readonly<Record<string, string>>,
  containers: readonly JsonObject[],
): JsonObject {
  const template = { metadata: { labels }, spec: { containers } };
  const spec = { replicas: 1, selector: { matchLabels: labels }, template };
  const status = { replicas: 1, readyReplicas: 1, availableReplicas: 1 };
  return object('apps/v1', 'Deployment', { name, namespace, labels }, { spec, status });
}
