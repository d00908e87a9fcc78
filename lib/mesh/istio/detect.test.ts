import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import { detect } from '@/lib/mesh/istio/detect';
import { DEPLOYMENTS, NAMESPACES, PODS } from '@/lib/mesh/core-kinds';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { pod, storeOf, type PodOptions } from '@/lib/testing/kube-objects';

const proxy = (tag: string) => ({ name: 'istio-proxy', image: `docker.io/istio/proxyv2:${tag}` });

function namespace(name: string, labels: Readonly<Record<string, string>> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

function istiod(image: string): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'istiod', namespace: 'istio-system', labels: { app: 'istiod' } },
    spec: { template: { spec: { containers: [{ name: 'discovery', image }] } } },
  };
}

const withPods = (...pods: readonly KubeObject[]) =>
  storeOf([NAMESPACES, [namespace('shop')]], [PODS, pods]);

describe('detect', () => {
  it('finds nothing where there is nothing', () => {
    expect(detect(storeOf())).toMatchObject({ present: false, evidence: [] });
  });

  it('says what it saw, and the version of the control plane', () => {
    const found = detect(
      storeOf(
        [VIRTUAL_SERVICE, []],
        [DEPLOYMENTS, [istiod('r:5000/istio/pilot:1.29.2-distroless@sha256:ab')]],
      ),
    );
    expect(found).toMatchObject({
      present: true,
      version: '1.29.2',
      evidence: ['CRD virtualservices.networking.istio.io', 'Deployment istio-system/istiod'],
    });
  });

  it('takes the version that most proxies have, where the control plane cannot be read', () => {
    const pods = ['1.29.1', '1.29.2', '1.29.2'].map((tag, i) =>
      pod(`p${i}`, { containers: [proxy(tag)] }),
    );
    expect(detect(withPods(...pods)).version).toBe('1.29.2');
  });

  it.each([
    { labels: {}, injection: 'unset' },
    { labels: { 'istio-injection': 'enabled' }, injection: 'enabled' },
    { labels: { 'istio-injection': 'disabled' }, injection: 'disabled' },
    { labels: { 'istio.io/rev': 'canary' }, injection: 'enabled' },
    { labels: { 'istio.io/rev': 'canary', 'istio-injection': 'disabled' }, injection: 'disabled' },
  ])('reads $labels as $injection', ({ labels, injection }) => {
    const found = detect(storeOf([NAMESPACES, [namespace('shop', labels)]]));
    expect(found.namespaces.get('shop')?.injection).toBe(injection);
  });

  it.each<{ readonly options: PodOptions; readonly inMesh: number; readonly because: string }>([
    { options: { containers: [proxy('1')] }, inMesh: 1, because: 'it has a sidecar' },
    { options: { initContainers: [proxy('1')] }, inMesh: 1, because: 'it has a native sidecar' },
    { options: { containers: [{ name: 'app' }] }, inMesh: 0, because: 'it has none' },
    {
      options: { containers: [proxy('1')], labels: { istio: 'ingressgateway' } },
      inMesh: 0,
      because: 'a gateway is no workload of the mesh',
    },
    {
      options: {
        containers: [proxy('1')],
        labels: { 'gateway.networking.k8s.io/gateway-name': 'x' },
      },
      inMesh: 0,
      because: 'nor is one of the Gateway API',
    },
    {
      options: { containers: [proxy('1')], labels: { app: 'ztunnel' } },
      inMesh: 0,
      because: 'nor is ztunnel',
    },
  ])('counts a pod $inMesh times: $because', ({ options, inMesh }) => {
    expect(detect(withPods(pod('p', options))).namespaces.get('shop')).toMatchObject({
      pods: 1,
      podsInMesh: inMesh,
    });
  });

  it('does not count pods that have come to their end', () => {
    const done = pod('job', { containers: [proxy('1')], phase: 'Succeeded' });
    expect(detect(withPods(done)).namespaces.get('shop')).toMatchObject({ pods: 0, podsInMesh: 0 });
  });
});
