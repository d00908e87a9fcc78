import { describe, expect, it } from 'vitest';
import { detect, membershipOf } from '@/lib/mesh/app-mesh/detect';
import { VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';
import { DEPLOYMENTS, NAMESPACES, PODS } from '@/lib/mesh/core-kinds';
import { pod, storeOf } from '@/lib/testing/kube-objects';

const app = { name: 'film', image: 'film:1' };
const envoy = {
  name: 'envoy',
  image: 'registry.example/aws-appmesh-envoy:v1.29.12.1-prod',
  env: [{ name: 'APPMESH_VIRTUAL_NODE_NAME', value: 'mesh/studio/virtualNode/film_media' }],
};
const controller = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'appmesh-controller', namespace: 'appmesh-system' },
  spec: {
    replicas: 1,
    template: { spec: { containers: [{ image: 'registry.example/appmesh-controller:v1.13.3' }] } },
  },
  status: { readyReplicas: 1 },
};
const namespace = (name: string, labels = {}) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
});
const INJECTION = 'appmesh.k8s.aws/sidecarInjectorWebhook';

describe('App Mesh in a cluster', () => {
  it('is found by its definitions, its controller and its Envoys', () => {
    const found = detect(
      storeOf(
        [VIRTUAL_ROUTER, []],
        [DEPLOYMENTS, [controller]],
        [NAMESPACES, [namespace('shop', { [INJECTION]: 'enabled' }), namespace('quiet')]],
        [PODS, [pod('film-1', { containers: [app, envoy] }), pod('bare', { containers: [app] })]],
      ),
    );
    expect(found).toMatchObject({
      present: true,
      version: '1.13.3',
      evidence: [
        'CRD virtualrouters.appmesh.k8s.aws',
        'Deployment appmesh-system/appmesh-controller',
        '1 pods whose Envoy is told its virtual node',
      ],
      controlPlane: [{ name: 'appmesh-controller', version: '1.13.3', ready: 1, wanted: 1 }],
    });
    expect(found.namespaces.get('shop')).toEqual({
      injection: 'enabled',
      because: `${INJECTION}=enabled`,
      podsInMesh: 1,
      pods: 2,
    });
    expect(found.namespaces.get('quiet')).toMatchObject({ injection: 'unset', pods: 0 });
  });

  it('is not there where nothing of it is', () => {
    expect(detect(storeOf([PODS, [pod('bare', { containers: [app] })]])).present).toBe(false);
  });

  it.each([
    ['an Envoy that is told its node', [app, envoy], true],
    ['an Envoy of something else', [app, { ...envoy, env: [] }], false],
    ['no Envoy', [app], false],
    ['nothing but an Envoy, as in a gateway', [envoy], false],
  ])('takes in a pod with %s: %o', (_, containers, inMesh) => {
    expect(membershipOf(pod('p', { containers })).inMesh).toBe(inMesh);
  });
});
