import { describe, expect, it, vi } from 'vitest';
import { resourceKey, type KubeObject } from '@/lib/domain/kube-object';
import type { MeshAdapter, ObjectStore } from '@/lib/mesh/adapter';
import { AppliedObjects } from '@/lib/mesh/applied/applied-objects';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { istio } from '@/lib/mesh/istio/adapter';
import { DESTINATION_RULE, PEER_AUTHENTICATION, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { refOf } from '@/lib/mesh/object-refs';

type Lists = Record<string, readonly KubeObject[]>;

function object(kind: string, namespace: string, name: string, parts: object = {}): KubeObject {
  const { labels, ...rest } = { labels: {}, ...parts };
  const metadata = { namespace, name, labels, resourceVersion: '1', uid: `${namespace}/${name}` };
  return { apiVersion: 'v1', kind, metadata, ...rest };
}

const store = (lists: Lists): ObjectStore => ({
  list: (kind) => lists[resourceKey(kind)] ?? [],
  has: () => true,
});

/** Two namespaces with a service and a pod each, and a rule for the one in shop. */
function town(): Lists {
  const service = (namespace: string) =>
    object('Service', namespace, 'cart', { spec: { selector: { app: 'cart' } } });
  const pod = (namespace: string) =>
    object('Pod', namespace, 'cart-1', { labels: { app: 'cart' } });
  return {
    [resourceKey(SERVICES)]: [service('shop'), service('depot')],
    [resourceKey(PODS)]: [pod('shop'), pod('depot')],
    [resourceKey(DESTINATION_RULE)]: [
      object('DestinationRule', 'shop', 'cart', { spec: { host: 'cart' } }),
      object('DestinationRule', 'rules', 'far', {
        spec: { host: 'cart.depot.svc.cluster.local' },
      }),
      object('DestinationRule', 'shop', 'out', { spec: { host: 'api.example.com' } }),
    ],
    [resourceKey(PEER_AUTHENTICATION)]: [object('PeerAuthentication', 'istio-system', 'all')],
  };
}

function run(applied: AppliedObjects, lists: Lists, name: string) {
  const wanted = [DESTINATION_RULE, PEER_AUTHENTICATION, VIRTUAL_SERVICE].flatMap((kind) =>
    (lists[resourceKey(kind)] ?? []).map((each) => refOf(each, kind)),
  );
  const work = applied.nodes(
    wanted.filter((ref) => ref.name === name),
    store(lists),
  );
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value.map(({ kind, namespace, name: own }) => `${kind} ${namespace}/${own}`);
}

/** The namespaces of the nodes of which the mesh was asked, in order. */
function watched() {
  const configurationOf = vi.fn((...asked: Parameters<MeshAdapter['configurationOf']>) =>
    istio.configurationOf(...asked),
  );
  const applied = new AppliedObjects([{ ...istio, configurationOf }]);
  return {
    applied,
    asked: () => configurationOf.mock.calls.splice(0).map(([facts]) => facts.namespace),
  };
}

const nodesIn = (namespace: string) => [
  `service ${namespace}/cart`,
  `workload ${namespace}/cart-1`,
  `app ${namespace}/cart`,
];

describe('the nodes that an object applies to', () => {
  it.each([
    ['cart', nodesIn('shop')],
    ['far', nodesIn('depot')],
    ['out', ['external /api.example.com']],
    ['all', [...nodesIn('shop'), ...nodesIn('depot')]],
  ])('are those of the host, wherever it is: %s', (name, expected) => {
    const found = run(new AppliedObjects([istio]), town(), name);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });

  it('are looked for only where it can apply', () => {
    const { applied, asked } = watched();
    run(applied, town(), 'far');
    expect(new Set(asked())).toEqual(new Set(['depot', 'shop']));
    run(applied, town(), 'out');
    expect(new Set(asked())).toEqual(new Set(['shop', '']));
  });

  it('are not looked for again where nothing has changed that they are made of', () => {
    const { applied, asked } = watched();
    const lists = town();
    run(applied, lists, 'all');
    expect(asked().length).toBeGreaterThan(3);
    const renewed = (lists[resourceKey(PODS)] ?? []).map((pod) => ({
      ...pod,
      metadata: { ...pod.metadata, resourceVersion: '2' },
      status: { phase: 'Running' },
    }));
    run(applied, { ...lists, [resourceKey(PODS)]: renewed }, 'all');
    expect(asked()).toEqual([]);
    const moved = renewed.map((pod) =>
      pod.metadata.namespace === 'depot'
        ? { ...pod, metadata: { ...pod.metadata, labels: { app: 'other' } } }
        : pod,
    );
    run(applied, { ...lists, [resourceKey(PODS)]: moved }, 'all');
    expect(new Set(asked())).toEqual(new Set(['depot']));
  });

  it('are none when nothing was found, and nothing is looked at', () => {
    const { applied, asked } = watched();
    expect(run(applied, town(), 'nobody')).toEqual([]);
    expect(asked()).toEqual([]);
  });
});
