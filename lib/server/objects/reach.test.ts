import { describe, expect, it } from 'vitest';
import { resourceKey, type ResourceKind } from '@/lib/domain/kube-object';
import { scopeOf } from '@/lib/server/access/scope';
import type { ListedKind } from '@/lib/server/objects/list-objects';
import { reachOf } from '@/lib/server/objects/reach';

const PODS: ResourceKind = { group: '', plural: 'pods', kind: 'Pod', versions: ['v1'] };
const NAMESPACES: ResourceKind = {
  ...{ group: '', plural: 'namespaces', kind: 'Namespace', versions: ['v1'] },
  clusterScoped: true,
};
const CLASSES: ResourceKind = { ...NAMESPACES, plural: 'classes', kind: 'Class' };

const listed = (kind: ResourceKind, list: Partial<ListedKind> = {}) => {
  const whole = { served: true, objects: [], denied: false, ...list };
  return new Map([[resourceKey(kind), whole]]);
};
const everything = scopeOf(['shop', 'bank'], { all: true });
const onlyShop = scopeOf(['shop']);

describe('what is known of a kind', () => {
  it('is all of it for who may read every namespace', () => {
    const reach = reachOf([PODS], listed(PODS), everything);
    expect([reach.knows(PODS), reach.knows(PODS, 'anywhere')]).toEqual([true, true]);
  });

  it('is what is in the readable namespaces for others', () => {
    const reach = reachOf([PODS], listed(PODS), onlyShop);
    expect(['shop', 'bank', undefined].map((each) => reach.knows(PODS, each))).toEqual([
      true,
      false,
      false,
    ]);
  });

  it.each([
    ['it was refused', listed(PODS, { denied: true })],
    ['it could not be read', new Map<string, ListedKind>()],
  ])('is nothing where %s', (_, lists) => {
    expect(reachOf([PODS], lists, everything).knows(PODS, 'shop')).toBe(false);
  });

  it('is that there are none where the cluster does not serve it', () => {
    const reach = reachOf([PODS], listed(PODS, { served: false }), onlyShop);
    expect([reach.knows(PODS), reach.knows(PODS, 'bank')]).toEqual([true, true]);
  });

  it('is all of a kind in no namespace, but of namespaces only for who may read them all', () => {
    expect(reachOf([CLASSES], listed(CLASSES), onlyShop).knows(CLASSES, '')).toBe(true);
    expect(reachOf([NAMESPACES], listed(NAMESPACES), onlyShop).knows(NAMESPACES, '')).toBe(false);
    expect(reachOf([NAMESPACES], listed(NAMESPACES), everything).knows(NAMESPACES, '')).toBe(true);
  });

  it('has another key when another thing is known', () => {
    const keys = [
      reachOf([PODS], listed(PODS), onlyShop),
      reachOf([PODS], listed(PODS), everything),
      reachOf([PODS], listed(PODS, { denied: true }), onlyShop),
    ].map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
  });
});
