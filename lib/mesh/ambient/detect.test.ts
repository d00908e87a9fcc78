import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import { detect, membershipOf } from '@/lib/mesh/ambient/detect';
import { sharedProxies } from '@/lib/mesh/ambient/shared-proxies';
import { DEPLOYMENTS, NAMESPACES, PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { storeOf } from '@/lib/testing/kube-objects';

const REDIRECTED = { 'ambient.istio.io/redirection': 'enabled' };

function podOf(
  name: string,
  metadata: Partial<KubeObject['metadata']>,
  image = 'app:1',
): KubeObject {
  const containers = [{ name: image.includes('istio') ? 'istio-proxy' : 'app', image }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace: 'shop', name, ...metadata },
    spec: { containers },
  };
}

const ZTUNNEL = podOf(
  'ztunnel-abcde',
  { namespace: 'istio-system', labels: { app: 'ztunnel' } },
  'docker.io/istio/ztunnel:1.30.2-distroless',
);
const waypoint: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    namespace: 'shop',
    name: 'waypoint',
    labels: {
      'gateway.networking.k8s.io/gateway-name': 'waypoint',
      'gateway.istio.io/managed': 'istio.io-mesh-controller',
    },
  },
  spec: { replicas: 1, template: { spec: { containers: [] } } },
};
const namespace = (labels: Readonly<Record<string, string>>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'shop', labels },
});

describe('detect', () => {
  it('finds nothing where there is nothing', () => {
    expect(detect(storeOf())).toMatchObject({ present: false, evidence: [], controlPlane: [] });
  });

  it('says what it saw', () => {
    const found = detect(
      storeOf(
        [NAMESPACES, [namespace({ 'istio.io/dataplane-mode': 'ambient' })]],
        [PODS, [ZTUNNEL, podOf('cart', { annotations: REDIRECTED }), podOf('job', {})]],
        [DEPLOYMENTS, [waypoint]],
      ),
    );
    expect(found).toMatchObject({ present: true, version: '1.30.2' });
    expect(found.evidence).toEqual([
      '1 pods of ztunnel',
      'Waypoint shop/waypoint',
      '1 pods with redirection to ztunnel',
    ]);
    expect(found.controlPlane.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'DaemonSet ztunnel',
      'Deployment waypoint',
    ]);
    expect(found.namespaces.get('shop')).toMatchObject({
      injection: 'enabled',
      because: 'istio.io/dataplane-mode=ambient',
      podsInMesh: 1,
      pods: 2,
    });
  });

  it.each([
    [{}, 'unset'],
    [{ 'istio.io/dataplane-mode': 'ambient' }, 'enabled'],
    [{ 'istio.io/dataplane-mode': 'none' }, 'disabled'],
  ] as const)('reads %j as %s', (labels, injection) => {
    const found = detect(storeOf([NAMESPACES, [namespace(labels)]]));
    expect(found.namespaces.get('shop')?.injection).toBe(injection);
  });
});

describe('proxies that are shared', () => {
  const service = (namespaceName: string, labels = {}): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace: namespaceName, name: 'web', labels },
  });
  const use = { 'istio.io/use-waypoint': 'waypoint', 'istio.io/use-waypoint-namespace': 'shop' };
  const found = sharedProxies(
    storeOf(
      [NAMESPACES, [namespace({ 'istio.io/use-waypoint': 'waypoint' })]],
      [
        PODS,
        [
          ZTUNNEL,
          podOf('waypoint-7d-x', { labels: waypoint.metadata.labels ?? {} }, 'istio/proxyv2:1'),
          ...['shop', 'till', 'desk'].map((name) =>
            podOf('web', { namespace: name, annotations: REDIRECTED }),
          ),
          podOf('web', { namespace: 'out' }),
        ],
      ],
      [DEPLOYMENTS, [waypoint]],
      [SERVICES, [service('shop'), service('till', use), service('desk'), service('out', use)]],
    ),
  );

  it('are ztunnel for what it captures, and a waypoint for the captured whose services name it', () => {
    expect(found).toEqual([
      {
        ...{ kind: 'node', namespace: 'istio-system', name: 'ztunnel', pods: ['ztunnel-abcde'] },
        serves: ['desk', 'shop', 'till'],
      },
      {
        ...{ kind: 'waypoint', namespace: 'shop', name: 'waypoint', pods: ['waypoint-7d-x'] },
        serves: ['shop', 'till'],
      },
    ]);
  });
});

describe('membershipOf', () => {
  const proxyImage = 'docker.io/istio/proxyv2:1.30.2';
  it.each([
    ['a pod that ztunnel serves', podOf('a', { annotations: REDIRECTED }), true],
    [
      'a pod that waits for it',
      podOf('a', { annotations: { 'ambient.istio.io/redirection': 'pending' } }),
      false,
    ],
    [
      'a pod with a sidecar, which wins',
      podOf('a', { annotations: REDIRECTED }, proxyImage),
      false,
    ],
    ['ztunnel itself', ZTUNNEL, false],
  ])('of %s', (_, pod, inMesh) => {
    expect(membershipOf(pod).inMesh).toBe(inMesh);
  });
});
