import { afterAll, describe, expect, it } from 'vitest';
import { KINDS } from '../../../demo/kubernetes/kinds';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { PatchOperation } from '@/lib/domain/split';
import { createKubernetesClient, type KubernetesClient } from '@/lib/upstream/kubernetes/client';
import { createObjectCache } from '@/lib/upstream/kubernetes/object-cache';
import { readWorld } from '../world/world';

const world = readWorld();
const never = new AbortController().signal;
const PEOPLE = ['admin', 'editor', 'viewer', 'shop-viewer'] as const;
const VIRTUAL_SERVICES = {
  ...{ group: 'networking.istio.io', plural: 'virtualservices', kind: 'VirtualService' },
  versions: ['v1'],
};
const DRY = { dryRun: true, fieldManager: 'alidade' };

type Person = (typeof PEOPLE)[number];

const clients: KubernetesClient[] = [];

function clientsOf(person: Person) {
  const both = [world.demoKubeconfigs[person], world.kubeconfigs[person]].map((kubeconfig) =>
    createKubernetesClient({ kubeconfig: kubeconfig ?? '', timeoutMs: 20_000 }),
  );
  clients.push(...both);
  const [demo, real] = both;
  if (demo === undefined || real === undefined) throw new Error('no clients');
  return { demo, real };
}

afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
});

/** What a real API server writes on objects by itself. */
const SERVER_MADE = ['kubernetes.io/metadata.name', 'deprecated.daemonset.template.generation'];

const written = (texts: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(Object.entries(texts).filter(([key]) => !SERVER_MADE.includes(key)));

/** What both servers hold of an object. The rest is each server's own: versions, times, defaults. */
function own({ kind, metadata, spec }: KubeObject, isCustom: boolean) {
  const { name, namespace, labels, annotations } = metadata;
  return {
    kind,
    name,
    namespace,
    labels: written(labels),
    annotations: written(annotations),
    ...(isCustom && { spec }),
  };
}

/** What a person may do with a thing, or how it fails. */
async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Error && 'failure' in error) return String(error.failure);
    throw error;
  }
}

describe('the demo Kubernetes API and a real one', () => {
  const { demo, real } = clientsOf('admin');

  it.each(KINDS)('hold the same $plural', async (kind) => {
    const [demoKind, realKind] = [await demo.resolve(kind, never), await real.resolve(kind, never)];
    expect(demoKind).toEqual(realKind);
    if (demoKind === null) return;
    const lists = await Promise.all(
      [demo, real].map((client) => client.list(demoKind, undefined, never)),
    );
    const [fromDemo = [], fromReal = []] = lists.map(({ items }) =>
      items.map((item) => own(item, kind.custom)),
    );
    // A real API server makes namespaces and objects of its own.
    const named = (object: (typeof fromDemo)[number]) => `${object.namespace ?? ''}/${object.name}`;
    const known = new Set(fromDemo.map(named));
    const byName = (a: (typeof fromDemo)[number], b: typeof a) => (named(a) < named(b) ? -1 : 1);
    expect(fromReal.filter((object) => known.has(named(object))).toSorted(byName)).toEqual(
      fromDemo.toSorted(byName),
    );
  });

  it.each(PEOPLE)('give %s the same rights', async (person) => {
    const both = clientsOf(person);
    const differing: string[] = [];
    for (const namespace of ['shop', 'payments', undefined]) {
      for (const verb of ['list', 'patch', 'delete'] as const) {
        for (const [group, plural] of [
          ['networking.istio.io', 'virtualservices'],
          ['', 'pods'],
          ['apps', 'deployments'],
        ] as const) {
          const question = { verb, group, plural, namespace };
          const [a, b] = await Promise.all([
            both.demo.canI(question, never),
            both.real.canI(question, never),
          ]);
          if (a.allowed !== b.allowed)
            differing.push(JSON.stringify({ ...question, demo: a, real: b }));
        }
      }
    }
    expect(differing).toEqual([]);
  });

  it.each(PEOPLE)('know %s by name', async (person) => {
    const both = clientsOf(person);
    const names = await Promise.all(
      [both.demo, both.real].map(async (client) => (await client.whoAmI(never)).name),
    );
    expect(names).toEqual([person, person]);
  });

  it('refuse a token that is not known', async () => {
    for (const client of [demo, real]) {
      await expect(client.withToken('stranger').whoAmI(never)).rejects.toMatchObject({
        failure: 'unauthenticated',
      });
    }
  });

  const patches: readonly (readonly [string, (object: KubeObject) => readonly PatchOperation[]])[] =
    [
      ['a change', () => [{ op: 'replace', path: '/metadata/annotations', value: { a: 'b' } }]],
      [
        'a test that holds',
        (object: KubeObject) => [
          { op: 'test', path: '/metadata/resourceVersion', value: object.metadata.resourceVersion },
        ],
      ],
      [
        'a test of another version',
        () => [{ op: 'test', path: '/metadata/resourceVersion', value: '1' }],
      ],
      ['a test of another host', () => [{ op: 'test', path: '/spec/hosts/0', value: 'nobody' }]],
      [
        'a place that is not there',
        () => [{ op: 'replace', path: '/spec/http/99/route', value: [] }],
      ],
      ['a value of a wrong type', () => [{ op: 'replace', path: '/spec/http', value: 'x' }]],
      [
        'a weight that is text',
        () => [{ op: 'replace', path: '/spec/http/0/route/0/weight', value: '50' }],
      ],
      ['an operation that is none', () => [{ op: 'replace', path: 'no-slash', value: 1 }]],
    ];

  it.each(
    PEOPLE.flatMap((person) => patches.map(([what, patch]) => [person, what, patch] as const)),
  )('tell %s the same of a patch with %s', async (person, _, patch) => {
    const both = clientsOf(person);
    const outcomes = await Promise.all(
      [both.demo, both.real].map(async (client) => {
        const kind = await client.resolve(VIRTUAL_SERVICES, never);
        if (kind === null) return 'absent';
        const { items } = await client.list(kind, 'shop', never);
        const object = items.find(({ spec }) => JSON.stringify(spec).includes('"http"'));
        if (object === undefined) return 'empty';
        const operations: readonly PatchOperation[] = patch(object);
        return outcome(client.patch(kind, 'shop', object.metadata.name, operations, DRY, never));
      }),
    );
    expect(outcomes[0]).toBe(outcomes[1]);
  });

  it.each([
    ['a name that is not there', 'shop', 'nobody'],
    ['a namespace that is not there', 'nowhere', 'nobody'],
  ])('tell the same of %s', async (_, namespace, name) => {
    const outcomes = await Promise.all(
      [demo, real].map(async (client) => {
        const kind = await client.resolve(VIRTUAL_SERVICES, never);
        return kind === null ? 'absent' : outcome(client.get(kind, namespace, name, never));
      }),
    );
    expect(outcomes).toEqual(['not-found', 'not-found']);
  });
});

describe('a cache on the real Kubernetes API', () => {
  it('holds what is there and sees a change', async () => {
    const { real } = clientsOf('admin');
    const cache = createObjectCache({ client: real, kind: VIRTUAL_SERVICES });
    expect((await cache.settled(never)).status).toBe('ready');
    const [first] = cache.list();
    const kind = await real.resolve(VIRTUAL_SERVICES, never);
    if (first === undefined || kind === null) throw new Error('no VirtualService');
    const { name, namespace } = first.metadata;
    const value = String(Date.now());
    const operations = [
      {
        op: 'add',
        path: '/metadata/annotations',
        value: { ...first.metadata.annotations, seen: value },
      },
    ] as const;
    await real.patch(kind, namespace, name, operations, { ...DRY, dryRun: false }, never);
    await expect
      .poll(() => cache.get(namespace, name)?.metadata.annotations?.['seen'], { timeout: 10_000 })
      .toBe(value);
    const undo = [{ op: 'remove', path: '/metadata/annotations/seen' }] as const;
    await real.patch(kind, namespace, name, undo, { ...DRY, dryRun: false }, never);
    cache.close();
  });
});
