import { describe, expect, it } from 'vitest';
import { configurationOf } from '@/lib/mesh/app-mesh/configuration';
import {
  GATEWAY_ROUTE,
  MESH,
  VIRTUAL_NODE,
  VIRTUAL_ROUTER,
  VIRTUAL_SERVICE,
} from '@/lib/mesh/app-mesh/kinds';
import { appMeshObject, film, node, routerFront, target } from '@/lib/testing/app-mesh-objects';
import { storeOf } from '@/lib/testing/kube-objects';

const labels = { app: 'film', version: 'v1' };
const straight = appMeshObject('VirtualService', 'direct', {
  provider: { virtualNode: { virtualNodeRef: { name: 'film-v1' } } },
});
const gatewayRoute = appMeshObject('GatewayRoute', 'in', {
  httpRoute: { action: { target: { virtualService: { virtualServiceRef: { name: 'film' } } } } },
});
const store = storeOf(
  [VIRTUAL_NODE, [node('film-v1', labels), node('other', { app: 'other' })]],
  [VIRTUAL_ROUTER, [film(target('film-v1', 1))]],
  [VIRTUAL_SERVICE, [routerFront('film'), straight, routerFront('other')]],
  [GATEWAY_ROUTE, [gatewayRoute]],
  [MESH, [appMeshObject('Mesh', 'studio', {}, { namespace: undefined })]],
);
const applied = (podLabels: readonly Record<string, string>[]) =>
  configurationOf({ namespace: 'shop', services: ['film'], podLabels }, store).map(
    ({ object }) => `${object.kind} ${object.metadata.name}`,
  );

describe('what of App Mesh applies to a node', () => {
  it('is the VirtualNode of its pods and everything in front of it', () => {
    expect(applied([labels])).toEqual([
      'VirtualNode film-v1',
      'VirtualRouter film',
      'VirtualService film',
      'VirtualService direct',
      'GatewayRoute in',
      'Mesh studio',
    ]);
  });

  it('is nothing for pods that no VirtualNode selects', () => {
    expect(applied([{ app: 'unknown' }])).toEqual([]);
  });
});
