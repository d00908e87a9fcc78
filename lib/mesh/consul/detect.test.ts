import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import { detect, membershipOf } from '@/lib/mesh/consul/detect';
import { SERVICE_SPLITTER, STATEFUL_SETS } from '@/lib/mesh/consul/kinds';
import { DEPLOYMENTS, NAMESPACES, PODS } from '@/lib/mesh/core-kinds';
import { deployment, pod, storeOf } from '@/lib/testing/kube-objects';

const STATUS = 'consul.hashicorp.com/connect-inject-status';
const WISH = 'consul.hashicorp.com/connect-inject';
const DATAPLANE = { name: 'consul-dataplane', image: 'hashicorp/consul-dataplane:1.8.1' };

function part(kind: string, name: string, component: string, image: string): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: 'consul', labels: { app: 'consul', component } },
    spec: { replicas: 3, template: { spec: { containers: [{ name: 'consul', image }] } } },
    status: { readyReplicas: 2 },
  };
}

const SERVER = part('StatefulSet', 'consul-server', 'server', 'hashicorp/consul:1.22.2');
const INJECTOR = part(
  'Deployment',
  'consul-connect-injector',
  'connect-injector',
  'hashicorp/consul-k8s-control-plane:1.8.1',
);

function namespace(name: string, labels: Record<string, string> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

function annotated(name: string, annotations: Record<string, string>, options = {}): KubeObject {
  const plain = pod(name, options);
  return { ...plain, metadata: { ...plain.metadata, annotations } };
}

describe('detect', () => {
  it('finds servers, injector, proxies and their versions', () => {
    const found = detect(
      storeOf(
        [SERVICE_SPLITTER, []],
        [STATEFUL_SETS, [SERVER]],
        [DEPLOYMENTS, [INJECTOR, deployment('other', {})]],
        [PODS, [pod('a', { containers: [DATAPLANE] }), pod('b')]],
        [NAMESPACES, [namespace('shop')]],
      ),
    );
    expect(found).toMatchObject({
      mesh: 'consul',
      present: true,
      version: '1.22.2',
      evidence: [
        'CRD servicesplitters.consul.hashicorp.com',
        'StatefulSet consul/consul-server',
        'Deployment consul/consul-connect-injector',
        '1 pods with the proxy consul-dataplane',
      ],
      controlPlane: [
        { kind: 'StatefulSet', name: 'consul-server', version: '1.22.2', ready: 2, wanted: 3 },
        { kind: 'Deployment', name: 'consul-connect-injector', version: '1.8.1' },
      ],
    });
    expect(found.proxies).toEqual(new Map([['1.8.1', 1]]));
    expect(found.namespaces.get('shop')).toEqual({ injection: 'unset', podsInMesh: 1, pods: 2 });
  });

  it('finds nothing in an empty cluster', () => {
    expect(detect(storeOf())).toMatchObject({ present: false, evidence: [], controlPlane: [] });
  });

  it.each([
    { labels: { [WISH]: 'true' }, pods: [], injection: 'enabled' },
    { labels: { [WISH]: 'enabled' }, pods: [], injection: 'enabled' },
    { labels: { [WISH]: 'false' }, pods: [], injection: 'disabled' },
    { labels: {}, pods: [annotated('a', { [WISH]: 'true' })], injection: 'enabled' },
    { labels: {}, pods: [annotated('a', { [WISH]: 'false' })], injection: 'unset' },
    {
      labels: { [WISH]: 'false' },
      pods: [annotated('a', { [WISH]: 'true' })],
      injection: 'disabled',
    },
    { labels: {}, pods: [], injection: 'unset' },
  ])('takes a namespace with $labels for $injection', ({ labels, pods, injection }) => {
    const store = storeOf([NAMESPACES, [namespace('shop', labels)]], [PODS, pods]);
    expect(detect(store).namespaces.get('shop')?.injection).toBe(injection);
  });
});

describe('membership', () => {
  it.each([
    { what: 'the annotation', of: annotated('a', { [STATUS]: 'injected' }), inMesh: true },
    { what: 'the label', of: pod('a', { labels: { [STATUS]: 'injected' } }), inMesh: true },
    { what: 'the container', of: pod('a', { containers: [DATAPLANE] }), inMesh: true },
    { what: 'a native sidecar', of: pod('a', { initContainers: [DATAPLANE] }), inMesh: true },
    {
      what: 'one of several containers',
      of: pod('a', { containers: [{ ...DATAPLANE, name: 'consul-dataplane-web' }] }),
      inMesh: true,
    },
    {
      what: 'the container that only sets up',
      of: pod('a', { initContainers: [{ name: 'consul-connect-inject-init' }] }),
      inMesh: false,
    },
    {
      what: 'the image, in a gateway',
      of: pod('a', { containers: [{ ...DATAPLANE, name: 'api-gateway' }] }),
      inMesh: true,
    },
    {
      what: 'the label of a gateway',
      of: pod('a', { labels: { app: 'consul', component: 'mesh-gateway' } }),
      inMesh: true,
    },
    {
      what: 'the label of somebody else’s gateway',
      of: pod('a', { labels: { component: 'api-gateway' } }),
      inMesh: false,
    },
    {
      what: 'the annotation of a gateway',
      of: annotated('a', { 'consul.hashicorp.com/gateway-kind': 'mesh-gateway' }),
      inMesh: true,
    },
    { what: 'nothing', of: pod('a'), inMesh: false },
  ])('by $what is $inMesh', ({ of, inMesh }) => {
    expect(membershipOf(of).inMesh).toBe(inMesh);
  });

  it('tells the version of the proxy', () => {
    expect(membershipOf(pod('a', { containers: [DATAPLANE] })).proxyVersion).toBe('1.8.1');
  });
});
