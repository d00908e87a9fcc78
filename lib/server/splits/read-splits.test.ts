import { describe, expect, it } from 'vitest';
import type { MeshAdapter, ObjectStore } from '@/lib/mesh/adapter';
import { SERVICE_DEFAULTS, SERVICE_RESOLVER } from '@/lib/mesh/consul/kinds';
import { MESHES } from '@/lib/mesh/registry';
import { startsIn } from '@/lib/server/splits/read-splits';
import { BY_VERSION, defaults, resolver } from '@/lib/testing/consul-objects';
import { storeOf } from '@/lib/testing/kube-objects';

const store: ObjectStore = storeOf(
  [SERVICE_RESOLVER, [resolver('cart', BY_VERSION, { defaultSubset: 'v1' })]],
  [SERVICE_DEFAULTS, [defaults('cart', 'http')]],
);
const meshes: readonly MeshAdapter[] = MESHES;

describe('what could be split', () => {
  it('comes with the object to create, as it is previewed and applied', () => {
    const [start, ...others] = startsIn({ meshes }, store, new Set()) ?? [];
    expect(others).toEqual([]);
    expect(start).toMatchObject({
      ...{ mesh: 'consul', namespace: 'shop', host: 'cart', present: 'v1' },
      draft: {
        id: 'consul.hashicorp.com~servicesplitters~ServiceSplitter~shop~cart',
        replaces: false,
      },
    });
    expect(start?.draft.yaml).toContain('weight: 100');
  });

  it('is of the namespaces that are asked for', () => {
    expect(startsIn({ meshes }, store, new Set(['shop']))).toHaveLength(1);
    expect(startsIn({ meshes }, store, new Set(['bank']))).toBeUndefined();
  });

  it('is left out where there is nothing', () => {
    expect(startsIn({ meshes }, storeOf(), new Set())).toBeUndefined();
  });
});
