import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MeshEdge, MeshNode } from '@/lib/domain/model';
import type { MeshTelemetry } from '@/lib/mesh/adapter';
import { scopeOf } from '@/lib/server/access/scope';
import { OUTSIDE_NAME, withinScope } from '@/lib/server/telemetry/within-scope';
import { call, httpSignals, workload } from '@/lib/server/testing/fake-mesh';

const cart = workload('shop', 'cart');
const pay = workload('bank', 'pay');
const ledger = workload('bank', 'ledger');
const mail = workload('post', 'mail');
const web: MeshNode = {
  id: 'c1//external/api.cards.example',
  kind: 'external',
  cluster: 'c1',
  namespace: '',
  name: 'api.cards.example',
  meshes: ['fake'],
};

const telemetry: MeshTelemetry = {
  nodes: [cart, pay, ledger, mail, web],
  edges: [
    call(cart, pay),
    call(cart, ledger, httpSignals(3, 0.5)),
    call(pay, ledger),
    call(mail, cart),
    call(cart, web),
    call(pay, web),
  ],
};

const all = scopeOf(['shop', 'bank', 'post'], { all: true });
const shopOnly = scopeOf(['shop']);
const names = ({ nodes }: MeshTelemetry) => nodes.map(({ name }) => name).toSorted();

describe('withinScope', () => {
  it('leaves everything as it is for those who may read everything', () => {
    expect(withinScope(telemetry, all, [])).toEqual(telemetry);
  });

  it('makes one node of all that may not be read, and adds up the calls to it', () => {
    const seen = withinScope(telemetry, shopOnly, []);
    expect(names(seen)).toEqual(['api.cards.example', 'cart', OUTSIDE_NAME]);
    const outward = seen.edges.find(
      ({ source, target }) => source === cart.id && target.includes('outside'),
    );
    expect(outward?.signals).toMatchObject({ requestRate: 4, errorRatio: 0.375 });
    expect(outward?.hosts).toEqual([]);
  });

  it('leaves out calls that touch nothing readable, and nodes only they lead to', () => {
    const seen = withinScope(telemetry, scopeOf(['post']), []);
    expect(names(seen)).toEqual(['mail', OUTSIDE_NAME]);
    expect(seen.edges).toHaveLength(1);
  });

  it('shows nothing to those who may read nothing', () => {
    expect(withinScope(telemetry, scopeOf([]), [])).toEqual({ nodes: [], edges: [] });
  });

  it('narrows to the chosen namespaces, and names neighbours that may be read', () => {
    const seen = withinScope(telemetry, all, ['post']);
    expect(names(seen)).toEqual(['cart', 'mail']);
  });

  it('gives nothing for a chosen namespace that may not be read', () => {
    expect(withinScope(telemetry, shopOnly, ['bank'])).toEqual({ nodes: [], edges: [] });
  });

  it('keeps a host that could name something hidden to itself', () => {
    const alias: MeshEdge = {
      ...call(cart, mail),
      hosts: ['mail.post.svc.cluster.local', 'mail.post', 'alias'],
    };
    const seen = withinScope({ nodes: [cart, mail], edges: [alias] }, shopOnly, []);
    expect(seen.edges[0]?.hosts).toEqual([]);
    const open = withinScope(
      { nodes: [cart, mail], edges: [alias] },
      scopeOf(['shop', 'post']),
      [],
    );
    expect(open.edges[0]?.hosts).toEqual(alias.hosts);
  });

  it('never lets out a name of a namespace outside the scope, whatever the mesh looks like', () => {
    const namespace = fc.constantFrom('seen-a', 'seen-b', 'hidden-x', 'hidden-y');
    const node = fc
      .tuple(namespace, fc.integer({ min: 0, max: 5 }))
      .map(([ns, index]) => workload(ns, `${ns}-w${index}`, { version: `${ns}-v` }));
    const mesh = fc.array(fc.tuple(node, node), { maxLength: 30 }).map((pairs): MeshTelemetry => {
      const nodes = new Map(pairs.flat().map((each) => [each.id, each]));
      return { nodes: [...nodes.values()], edges: pairs.map(([from, to]) => call(from, to)) };
    });
    const chosen = fc.subarray(['seen-a', 'seen-b', 'hidden-x']);
    fc.assert(
      fc.property(mesh, chosen, (given, selected) => {
        const seen = withinScope(given, scopeOf(['seen-a', 'seen-b']), selected);
        expect(JSON.stringify(seen)).not.toContain('hidden');
        const ids = new Set(seen.nodes.map(({ id }) => id));
        for (const { source, target } of seen.edges) {
          expect(ids.has(source) && ids.has(target)).toBe(true);
        }
        expect(new Set(seen.edges.map(({ id }) => id)).size).toBe(seen.edges.length);
      }),
    );
  });
});
