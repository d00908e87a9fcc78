import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import { DEPLOYMENTS, SERVICES } from '@/lib/mesh/core-kinds';
import { SERVICE_PROFILE } from '@/lib/mesh/linkerd/kinds';
import { splits } from '@/lib/mesh/linkerd/splits';
import { deployment, storeOf } from '@/lib/testing/kube-objects';
import { PROFILE, QUANTITY_SPLIT, ROUTE, splitOf } from '@/lib/testing/linkerd-carriers';
import { backend, serviceWith } from '@/lib/testing/routes';

const codesOf = (object: KubeObject, ...others: readonly KubeObject[]) =>
  splitOf(object, ...others).warnings.map(({ code }) => code);

describe('warnings', () => {
  const weights = [
    ['v1', 9],
    ['v2', 1],
  ] as const;
  const route = ROUTE.object(weights);
  const split = QUANTITY_SPLIT.object(weights);
  const profile = PROFILE.object(weights);
  const other = (object: KubeObject, name: string): KubeObject => ({
    ...object,
    metadata: { ...object.metadata, name },
  });

  it('tell that a ServiceProfile, or a TrafficSplit that becomes one, overrides a route', () => {
    expect(codesOf(route)).toEqual([]);
    expect(codesOf(route, profile)).toEqual(['overridden']);
    expect(codesOf(route, split)).toEqual(['overridden']);
    expect(codesOf(profile, route)).toEqual(['overrides-route']);
    expect(codesOf(split, route, profile)).toEqual(['overrides-route']);
  });

  it('tell of several routes for one service', () => {
    expect(codesOf(route, other(route, 'cart-too'))).toEqual(['shared-parent']);
  });

  it('tell of several TrafficSplits for one service', () => {
    expect(codesOf(split, other(split, 'cart-too'), profile)).toEqual(['shared-service']);
  });

  it('tell that nobody takes a TrafficSplit over', () => {
    expect(codesOf(split)).toEqual(['no-adaptor']);
    const annotations = { 'smi.linkerd.io/skip': 'true' };
    const left = { ...profile, metadata: { ...profile.metadata, annotations } };
    expect(codesOf(split, left)).toEqual(['skipped']);
    expect(codesOf(left, split)).toEqual([]);
  });

  it('tell that a profile is made from a TrafficSplit', () => {
    expect(codesOf(profile, split)).toEqual(['written-by-split']);
  });

  it('tell which targets a profile leaves out, and that one has no weight', () => {
    expect(
      codesOf(
        PROFILE.object([
          ['v1', 1],
          ['v2', 0],
        ]),
      ),
    ).toEqual(['dropped-target']);
    expect(codesOf(PROFILE.object([['v1', 1], ['v2']]))).toEqual(['no-weight']);
    expect(
      codesOf(
        QUANTITY_SPLIT.object([
          ['v1', 1],
          ['v2', 0],
        ]),
        profile,
      ),
    ).toEqual([]);
  });

  it('tell what the controller wrote against a route', () => {
    const conditions = [
      { type: 'Accepted', status: 'True' },
      { type: 'ResolvedRefs', status: 'False', reason: 'BackendNotFound' },
      { type: 'Accepted', status: 'False', reason: 'X', message: 'port 81 is not there' },
    ];
    const refused = { ...route, status: { parents: [{ conditions }] } };
    expect(splitOf(refused).warnings.map(({ message }) => message)).toEqual([
      'A controller does not take this route as it is (BackendNotFound): BackendNotFound',
      'A controller does not take this route as it is (X): port 81 is not there',
    ]);
  });

  it('tell that rules of a route share a backend', () => {
    const rules = [
      { backendRefs: [backend('cart-v1')] },
      { backendRefs: [backend('cart-v1', 9), backend('cart-v2', 1)] },
    ];
    expect(codesOf(ROUTE.object([], { rules }))).toContain('shared-telemetry');
  });

  it('tell of a Service that selects no pods', () => {
    const store = storeOf(
      [SERVICES, ['cart-v1', 'cart-v2'].map((name) => serviceWith(name, { app: name }))],
      [DEPLOYMENTS, [deployment('cart-v1', { app: 'cart-v1' })]],
      [SERVICE_PROFILE, [profile]],
    );
    expect(splits(store)[0]?.warnings.map(({ code }) => code)).toEqual(['empty-backend']);
  });
});
