import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import {
  PROXY_DEFAULTS,
  SERVICE_DEFAULTS,
  SERVICE_RESOLVER,
  SERVICE_SPLITTER,
} from '@/lib/mesh/consul/kinds';
import { splits } from '@/lib/mesh/consul/splits';
import { splitStarts } from '@/lib/mesh/consul/start-split';
import { BY_VERSION, defaults, entry, resolver, splitter } from '@/lib/testing/consul-objects';
import { storeOf } from '@/lib/testing/kube-objects';

const CART = resolver('cart', BY_VERSION, { defaultSubset: 'v1' });
const HTTP = defaults('cart', 'http');

function storeWith(...objects: readonly KubeObject[]) {
  const kinds = [SERVICE_RESOLVER, SERVICE_SPLITTER, SERVICE_DEFAULTS, PROXY_DEFAULTS];
  return storeOf(
    ...kinds.map((kind) => [kind, objects.filter((object) => object.kind === kind.kind)] as const),
  );
}

describe('a split that could be started', () => {
  it('is of a service with subsets and no splitter, and changes nothing', () => {
    const [start, ...others] = splitStarts(storeWith(CART, HTTP));
    expect(others).toEqual([]);
    expect(start).toMatchObject({ namespace: 'shop', host: 'cart', present: 'v1' });
    expect(start?.names).toEqual(Object.keys(BY_VERSION));
    expect(start?.object).toEqual({
      apiVersion: 'consul.hashicorp.com/v1alpha1',
      kind: 'ServiceSplitter',
      metadata: { namespace: 'shop', name: 'cart' },
      spec: { splits: [{ weight: 100, serviceSubset: 'v1' }] },
    });
  });

  it('is a split with all other subsets to move weight to, once it is created', () => {
    const [start] = splitStarts(storeWith(CART, HTTP));
    if (start === undefined) throw new Error('none');
    const created = storeWith(CART, HTTP, start.object);
    expect(splitStarts(created)).toEqual([]);
    const [split] = splits(created);
    expect(split?.targets.map(({ subset, share }) => [subset, share])).toEqual([['v1', 1]]);
    expect(split?.candidates.map(({ subset }) => subset)).toEqual(
      Object.keys(BY_VERSION).filter((name) => name !== 'v1'),
    );
  });

  it('takes its protocol from the defaults of all proxies, too', () => {
    const all = entry(PROXY_DEFAULTS, 'global', { config: { protocol: 'grpc' } });
    expect(splitStarts(storeWith(CART, all))).toHaveLength(1);
  });

  it.each<[string, readonly KubeObject[]]>([
    ['has a splitter', [CART, HTTP, splitter('cart', [{ weight: 100, serviceSubset: 'v1' }])]],
    ['has no default subset', [resolver('cart', BY_VERSION), HTTP]],
    [
      'has a default that is no subset',
      [resolver('cart', BY_VERSION, { defaultSubset: 'x' }), HTTP],
    ],
    ['has one subset', [resolver('cart', { v1: '' }, { defaultSubset: 'v1' }), HTTP]],
    ['is of TCP', [CART, defaults('cart', 'tcp')]],
    ['says no protocol', [CART]],
    [
      'is sent on to another',
      [resolver('cart', BY_VERSION, { defaultSubset: 'v1', redirect: { service: 'x' } }), HTTP],
    ],
  ])('is not offered where the service %s', (_, objects) => {
    expect(splitStarts(storeWith(...objects))).toEqual([]);
  });
});
