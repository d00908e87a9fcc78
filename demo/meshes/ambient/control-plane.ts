import { object, ownerOf } from '../../kubernetes/build';
import type { JsonObject } from '../../kubernetes/json';
import { NODES } from '../../model/place';
import { istioControlPlane } from '../istio/control-plane';
import { ISTIO_VERSION } from '../istio/versions';
import { NAMESPACE, ZTUNNEL, ztunnelPod } from './place';

const LABELS = { app: ZTUNNEL };
const CONTAINERS = [
  {
    name: 'istio-proxy',
    image: `docker.io/istio/ztunnel:${ISTIO_VERSION}`,
    args: ['proxy', ZTUNNEL],
  },
];

/** Istio's control plane with ztunnel on every node. */
export function ambientControlPlane(): readonly JsonObject[] {
  const count = NODES.length;
  const template = { metadata: { labels: LABELS }, spec: { containers: CONTAINERS } };
  const daemonSet = object(
    'apps/v1',
    'DaemonSet',
    { name: ZTUNNEL, namespace: NAMESPACE, labels: LABELS },
    {
      spec: { selector: { matchLabels: LABELS }, template },
      status: {
        ...{ currentNumberScheduled: count, desiredNumberScheduled: count },
        ...{ numberReady: count, numberMisscheduled: 0 },
      },
    },
  );
  return [...istioControlPlane(), daemonSet, ...NODES.map(podOn)];
}

function podOn(nodeName: string, index: number): JsonObject {
  const owner = ownerOf({
    ...{ apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: NAMESPACE, name: ZTUNNEL },
  });
  const metadata = {
    ...{ name: ztunnelPod(nodeName), namespace: NAMESPACE, labels: LABELS },
    ownerReferences: [owner],
  };
  const podIP = `10.42.0.${String(10 + index)}`;
  return object('v1', 'Pod', metadata, {
    spec: { containers: CONTAINERS, nodeName },
    status: { phase: 'Running', podIP },
  });
}
