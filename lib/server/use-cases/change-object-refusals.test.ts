import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { objectId } from '@/lib/domain/object-ref';
import type { Identity } from '@/lib/server/access/identity';
import {
  intend,
  NEW,
  NEW_YAML,
  objectChanges,
  problemOf,
} from '@/lib/server/testing/change-objects';
import { startDemoRuntime, type DemoRuntime } from '@/lib/server/testing/demo-runtime';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: DemoRuntime;
let objects: ReturnType<typeof objectChanges>;
let editor: Identity;

beforeAll(async () => {
  world = await startDemoRuntime({ prometheus: null });
  objects = objectChanges(world);
  editor = await world.as('editor');
});
afterAll(() => world.close());
beforeEach(() => {
  world.skip(60_000);
});

describe('what is not of a mesh', () => {
  it.each([
    ['a Secret', { ...NEW, group: '', plural: 'secrets', kind: 'Secret' }],
    ['a Pod', { ...NEW, group: '', plural: 'pods', kind: 'Pod' }],
    ['a Deployment', { ...NEW, group: 'apps', plural: 'deployments', kind: 'Deployment' }],
    ['a StatefulSet', { ...NEW, group: 'apps', plural: 'statefulsets', kind: 'StatefulSet' }],
    ['a role', { ...NEW, group: 'rbac.authorization.k8s.io', plural: 'roles', kind: 'Role' }],
    ['another kind of that plural', { ...NEW, kind: 'VirtualService' }],
    ['one of a kind with namespaces, in none', { ...NEW, namespace: '' }],
  ])('cannot be read or written: %s', async (_, ref) => {
    const id = objectId(ref);
    const reads = objects.read(editor, id);
    expect((await problemOf(reads)).type).toBe('not-found');
    const writes = objects.apply(editor, id, { yaml: NEW_YAML, resourceVersion: null });
    expect((await problemOf(writes)).type).toBe('not-found');
    const removes = objects.remove(editor, id, '1');
    expect((await problemOf(removes)).type).toBe('not-found');
  });
});

const edits: readonly (readonly [string, (yaml: string) => string, string, string | null])[] = [
  ['another kind', (y) => y.replace('VirtualService', 'Gateway'), 'identity', '/kind'],
  ['a core kind', (y) => y.replace('VirtualService', 'Secret'), 'identity', '/kind'],
  [
    'another group',
    (y) => y.replace('networking.istio.io/', 'evil.io/'),
    'identity',
    '/apiVersion',
  ],
  ['another version', (y) => y.replace('io/v1\n', 'io/v1alpha3\n'), 'identity', '/apiVersion'],
  ['another name', (y) => y.replace(/ {2}name: .*/, '  name: other'), 'identity', '/metadata/name'],
  [
    'another namespace',
    (y) => y.replace('  namespace: shop', '  namespace: legacy'),
    'identity',
    '/metadata/namespace',
  ],
  ['no metadata', (y) => y.replace('metadata:', 'other:'), 'identity', '/metadata'],
  ['a status', (y) => `${y}status:\n  ok: true\n`, 'server-field', '/status'],
  [
    'another resourceVersion',
    (y) => y.replace('metadata:', 'metadata:\n  resourceVersion: "1"'),
    'server-field',
    '/metadata/resourceVersion',
  ],
  [
    'another uid',
    (y) => y.replace('metadata:', 'metadata:\n  uid: me'),
    'server-field',
    '/metadata/uid',
  ],
  [
    'managedFields',
    (y) => y.replace('metadata:', 'metadata:\n  managedFields: []'),
    'server-field',
    '/metadata/managedFields',
  ],
  [
    'owners',
    (y) => y.replace('metadata:', 'metadata:\n  ownerReferences: [{kind: Canary}]'),
    'owner-references',
    '/metadata/ownerReferences',
  ],
  [
    'a made-up past',
    (y) => y.replace('metadata:', 'metadata:\n  annotations: {alidade/changes: "[]"}'),
    'server-field',
    '/metadata/annotations/alidade~1changes',
  ],
  ['nothing new', (y) => y, 'no-change', null],
  ['a second document', (y) => `${y}---\nkind: Secret\n`, 'documents', null],
  ['an alias', (y) => `${y}a: &x 1\nb: *x\n`, 'anchors', null],
];

describe('a text', () => {
  it.each(edits)(
    'with %s is refused before anything is written',
    async (_, edit, rule, pointer) => {
      const object = await objects.one(editor);
      const intent = intend(object, edit(object.yaml));
      for (const work of [
        objects.preview(editor, object.id, intent),
        objects.apply(editor, object.id, intent),
      ]) {
        const problem = await problemOf(work);
        expect(problem).toMatchObject({ type: 'refused', extras: { rule } });
        if (pointer !== null) expect(problem.extras.causes?.[0]?.pointer).toBe(pointer);
      }
      expect((await objects.one(editor)).resourceVersion).toBe(object.resourceVersion);
    },
  );
});
