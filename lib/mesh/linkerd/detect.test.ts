import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import { DEPLOYMENTS, NAMESPACES, PODS } from '@/lib/mesh/core-kinds';
import { detect, membershipOf } from '@/lib/mesh/linkerd/detect';
import { SERVER, SERVICE_PROFILE, TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';
import { pod, storeOf } from '@/lib/testing/kube-objects';

const proxy = (tag: string) => ({ name: 'linkerd-proxy', image: `cr.l5d.io/linkerd/proxy:${tag}` });

function namespace(name: string, annotations: Readonly<Record<string, string>> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, annotations } };
}

function component(name: string, tag: string, ready?: number): KubeObject {
  const containers = [
    proxy('edge-20.1.1'),
    { name, image: `cr.l5d.io/linkerd/controller:${tag}@sha256:ab` },
  ];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: `linkerd-${name}`,
      namespace: 'linkerd',
      labels: { 'linkerd.io/control-plane-component': name },
    },
    spec: { replicas: 3, template: { spec: { containers } } },
    ...(ready === undefined ? {} : { status: { readyReplicas: ready } }),
  };
}

describe('detect', () => {
  it('finds nothing where there is nothing, nor where only TrafficSplits are known', () => {
    expect(detect(storeOf())).toMatchObject({ present: false, evidence: [] });
    expect(detect(storeOf([TRAFFIC_SPLIT, []])).present).toBe(false);
  });

  it('says what it saw, and the parts of the control plane with their version', () => {
    const parts = ['destination', 'identity', 'proxy-injector'];
    const found = detect(
      storeOf(
        [SERVICE_PROFILE, []],
        [SERVER, []],
        [DEPLOYMENTS, parts.map((name) => component(name, 'edge-26.8.1', 2))],
      ),
    );
    expect(found).toMatchObject({ present: true, version: 'edge-26.8.1' });
    expect(found.evidence).toEqual([
      'CRD serviceprofiles.linkerd.io',
      'CRD servers.policy.linkerd.io',
      'Deployment linkerd/linkerd-destination',
      'Deployment linkerd/linkerd-identity',
      'Deployment linkerd/linkerd-proxy-injector',
    ]);
    expect(found.controlPlane[0]).toEqual({
      kind: 'Deployment',
      namespace: 'linkerd',
      name: 'linkerd-destination',
      version: 'edge-26.8.1',
      ready: 2,
      wanted: 3,
    });
  });

  it('takes the version that most proxies have, where the control plane cannot be read', () => {
    const pods = ['edge-26.7.1', 'edge-26.8.1', 'edge-26.8.1'].map((tag, i) =>
      pod(`p${i}`, { containers: [proxy(tag)] }),
    );
    const found = detect(storeOf([NAMESPACES, [namespace('shop')]], [PODS, pods]));
    expect(found.version).toBe('edge-26.8.1');
    expect([...found.proxies]).toEqual([
      ['edge-26.7.1', 1],
      ['edge-26.8.1', 2],
    ]);
  });

  it.each([
    { annotations: {}, injection: 'unset' },
    { annotations: { 'linkerd.io/inject': 'enabled' }, injection: 'enabled' },
    { annotations: { 'linkerd.io/inject': 'ingress' }, injection: 'enabled' },
    { annotations: { 'linkerd.io/inject': 'disabled' }, injection: 'disabled' },
    { annotations: { 'linkerd.io/inject': 'perhaps' }, injection: 'unset' },
  ])('reads $annotations as $injection', ({ annotations, injection }) => {
    const found = detect(storeOf([NAMESPACES, [namespace('shop', annotations)]]));
    expect(found.namespaces.get('shop')?.injection).toBe(injection);
  });

  it('counts pods with a proxy beside all that have not come to their end', () => {
    const found = detect(
      storeOf(
        [NAMESPACES, [namespace('shop', { 'linkerd.io/inject': 'enabled' })]],
        [
          PODS,
          [
            pod('a', { containers: [proxy('edge-26.8.1')] }),
            pod('b', { initContainers: [{ ...proxy('edge-26.8.1'), restartPolicy: 'Always' }] }),
            pod('c', { containers: [{ name: 'app' }] }),
            pod('d', { containers: [proxy('edge-26.8.1')], phase: 'Succeeded' }),
          ],
        ],
      ),
    );
    expect(found.namespaces.get('shop')).toEqual({
      injection: 'enabled',
      because: 'linkerd.io/inject=enabled',
      podsInMesh: 2,
      pods: 3,
    });
  });
});

describe('membershipOf', () => {
  const annotated = (version: string, containers: readonly unknown[]): KubeObject => {
    const plain = pod('a', { containers });
    const annotations = { 'linkerd.io/proxy-version': version };
    return { ...plain, metadata: { ...plain.metadata, annotations } };
  };

  it.each([
    [pod('a', { containers: [{ name: 'app' }] }), { inMesh: false }],
    [
      pod('a', { containers: [proxy('stable-2.14.10')] }),
      { inMesh: true, proxyVersion: 'stable-2.14.10', proxyContainer: 'linkerd-proxy' },
    ],
    [
      annotated('edge-26.8.1', [proxy('latest')]),
      { inMesh: true, proxyVersion: 'edge-26.8.1', proxyContainer: 'linkerd-proxy' },
    ],
    [annotated('edge-26.8.1', [{ name: 'app' }]), { inMesh: false }],
    [
      pod('a', { containers: [{ name: 'linkerd-proxy' }] }),
      { inMesh: true, proxyContainer: 'linkerd-proxy' },
    ],
  ])('of %#', (object, membership) => {
    expect(membershipOf(object)).toEqual(membership);
  });
});
