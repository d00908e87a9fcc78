import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { objectId } from '@/lib/domain/object-ref';
import type { Identity } from '@/lib/server/access/identity';
import { inBatches } from '@/lib/server/cache/in-batches';
import {
  intend,
  labelled,
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
let viewer: Identity;

beforeAll(async () => {
  world = await startDemoRuntime({ prometheus: null });
  objects = objectChanges(world);
  [editor, viewer] = [await world.as('editor'), await world.as('viewer')];
});
afterAll(() => world.close());
beforeEach(() => {
  world.skip(60_000);
});

const lines = (since: number): readonly unknown[] =>
  world
    .logLines()
    .slice(since)
    .map((line): unknown => JSON.parse(line));

describe('the objects of meshes', () => {
  it('are told with their mesh, owner and age, and none is of Kubernetes itself', async () => {
    const all = await objects.list(editor);
    expect(all.length).toBeGreaterThan(30);
    expect(all.every(({ group }) => group.includes('.'))).toBe(true);
    expect(all.map(({ kind }) => kind)).not.toContain('Service');
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.find(({ kind }) => kind === 'VirtualService')).toMatchObject({
      createdAt: expect.any(Number) as number,
      owner: { kind: expect.any(String) as string },
    });
    expect(new Set(all.flatMap(({ meshes }) => meshes)).size).toBeGreaterThan(3);
  });

  it('are those of the namespaces that a person may read', async () => {
    const narrow = await world.as('shop-viewer');
    const theirs = await objects.list(narrow);
    expect(new Set(theirs.map(({ namespace }) => namespace))).toEqual(new Set(['shop']));
    const all = await objects.list(editor);
    const hidden = all.find(({ namespace }) => namespace !== 'shop' && namespace !== '');
    const problem = await problemOf(objects.read(narrow, hidden?.id ?? ''));
    expect(problem.type).toBe('not-found');
  });

  it('are read with what people write, the status apart', async () => {
    const object = await objects.one(editor);
    expect(object.yaml).not.toMatch(/managedFields|resourceVersion|uid|creationTimestamp|status:/);
    expect(object.writable).toEqual({
      change: { allowed: true, reason: null },
      remove: { allowed: true, reason: null },
    });
    expect((await objects.one(viewer)).writable.change).toMatchObject({ allowed: false });
  });
});

describe('references', () => {
  it('are told in both directions, each with where it is and whether it leads to something', async () => {
    const all = await objects.list(editor);
    const whole = await inBatches(all, 3, ({ id }) => objects.read(editor, id));
    const outgoing = whole.flatMap(({ id, references }) =>
      references.to.map((to) => ({ from: id, to: objectId(to), path: to.path })),
    );
    const incoming = whole.flatMap(({ id, references }) =>
      references.from.map((by) => ({ from: objectId(by), to: id, path: by.path })),
    );
    expect(incoming.length).toBeGreaterThan(5);
    for (const each of incoming) expect(outgoing).toContainEqual(each);
    const meshes = new Set(
      whole.filter(({ references }) => references.to.length > 0).flatMap((one) => one.meshes),
    );
    expect([...meshes].toSorted()).toEqual(
      expect.arrayContaining(['app-mesh', 'consul', 'gateway-api', 'istio', 'linkerd']),
    );
    for (const { id, references } of whole) {
      const listed = all.find((one) => one.id === id);
      expect(listed?.references.to).toBe(references.to.length);
    }
  });
});

describe('the schema of a kind', () => {
  it('is that which the cluster serves, also for an object that is not there', async () => {
    const { apiVersion, schema } = await objects.schema(viewer, objectId(NEW));
    expect(apiVersion).toBe('networking.istio.io/v1');
    expect(schema).toMatchObject({ properties: { spec: { type: 'object' } } });
  });

  it('is null where the cluster serves none', async () => {
    const all = await objects.list(editor);
    const schemas = await inBatches(all, 3, ({ id }) => objects.schema(editor, id));
    expect(schemas.map(({ schema }) => schema)).toContain(null);
  });
});

describe('previewing a text', () => {
  it('shows the exact patch, both objects and the verdict, and writes nothing', async () => {
    const object = await objects.one(editor);
    const seen = await objects.preview(editor, object.id, intend(object, labelled(object, 'one')));
    expect(seen.dryRun).toEqual({ verdict: 'accepted', reason: null, causes: [] });
    expect(seen.before).toBe(object.yaml);
    expect(parse(seen.after)).toEqual(parse(labelled(object, 'one')));
    expect(seen.patch.map(({ op, path }) => `${op} ${path}`)).toEqual([
      'test /metadata/resourceVersion',
      expect.stringMatching(/^add \/metadata\/labels/) as string,
      expect.stringMatching(/^add \/metadata\/annotations/) as string,
    ]);
    expect(await objects.one(editor)).toEqual(object);
  });

  it('passes on that the API server would forbid it, and what it finds wrong, and where', async () => {
    const object = await objects.one(viewer);
    const asked = intend(object, labelled(object, 'one'));
    const forbidden = await objects.preview(viewer, object.id, asked);
    expect(forbidden.dryRun.verdict).toBe('forbidden');
    expect(forbidden.dryRun.reason).toContain('viewer');

    const broken = object.yaml.replace(/hosts:\n(\s+)- .*/, 'hosts:\n$1- 7');
    const { dryRun } = await objects.preview(editor, object.id, intend(object, broken));
    expect(dryRun.verdict).toBe('refused');
    expect(dryRun.causes).toContainEqual({
      pointer: '/spec/hosts/0',
      line: null,
      message: expect.stringContaining('must be of type string') as string,
    });
  });

  it('warns of whoever else writes the object', async () => {
    const all = await objects.list(editor);
    const owned = all.find(({ owner }) => owner.kind === 'argo-cd');
    const object = await objects.read(editor, owned?.id ?? '');
    const seen = await objects.preview(editor, object.id, intend(object, labelled(object, 'one')));
    expect(seen.warnings.map(({ code }) => code)).toContain('owner');
  });
});

describe('applying a text', () => {
  it('makes the object what it says, remembers who did it, and taking it back works', async () => {
    const object = await objects.one(editor);
    const applied = await objects.apply(editor, object.id, intend(object, labelled(object, 'two')));
    expect(parse(applied.object.yaml)).toEqual(parse(labelled(object, 'two')));
    expect(applied.object.changes[0]).toMatchObject({ who: 'editor', what: 'changed' });
    expect(applied.object.changes[0]?.paths).toHaveLength(1);
    if (applied.undo.kind !== 'change') throw new Error('a change is taken back by a change');
    const undone = await objects.apply(editor, object.id, applied.undo.intent);
    expect(undone.object.yaml).toBe(object.yaml);
    expect(undone.object.changes).toHaveLength(2);
  });

  it('tells the second of two editors that it has changed, and shows how it is now', async () => {
    const object = await objects.one(editor);
    const first = await objects.apply(editor, object.id, intend(object, labelled(object, 'mine')));
    const other = await world.as('admin');
    const asked = intend(object, labelled(object, 'theirs'));
    for (const work of [
      objects.apply(other, object.id, asked),
      objects.preview(other, object.id, asked),
    ]) {
      const problem = await problemOf(work);
      expect(problem.type).toBe('conflict');
      expect(problem.extras.current).toEqual({
        resourceVersion: first.object.resourceVersion,
        yaml: first.object.yaml,
      });
    }
  });

  it('is stopped by the API server for those who may only read, with its reason', async () => {
    const object = await objects.one(viewer);
    const problem = await problemOf(
      objects.apply(viewer, object.id, intend(object, labelled(object, 'one'))),
    );
    expect(problem.type).toBe('forbidden');
    expect(problem.extras.detail).toContain('cannot patch');
    expect((await objects.one(editor)).resourceVersion).toBe(object.resourceVersion);
  });

  it('of an object that the API server finds wrong is refused, with where', async () => {
    const object = await objects.one(editor);
    const broken = object.yaml.replace(/hosts:\n(\s+)- .*/, 'hosts:\n$1- 7');
    const problem = await problemOf(objects.apply(editor, object.id, intend(object, broken)));
    expect(problem).toMatchObject({ type: 'refused', extras: { rule: 'api-server' } });
    expect(problem.extras.causes?.map(({ pointer }) => pointer)).toContain('/spec/hosts/0');
  });

  it('remembers no more than the last ten changes', async () => {
    let object = await objects.one(editor);
    for (let round = 0; round < 12; round += 1) {
      const next = intend(object, labelled(object, `round-${round}`));
      ({ object } = await objects.apply(editor, object.id, next));
    }
    expect(object.changes).toHaveLength(10);
  });

  it('leaves one audit line each, with who, what and where, and no value', async () => {
    const object = await objects.one(editor);
    const yaml = labelled(object, 'audited');
    const seen = world.logLines().length;
    await objects.preview(editor, object.id, intend(object, yaml));
    const { object: after } = await objects.apply(editor, object.id, intend(object, yaml));
    await problemOf(objects.apply(editor, object.id, intend(object, yaml)));
    await problemOf(objects.apply(viewer, object.id, intend(after, labelled(object, 'no'))));
    await problemOf(objects.apply({ ...editor, writer: null }, object.id, intend(after, yaml)));
    await problemOf(objects.apply(editor, 'no-id', intend(object, yaml)));
    const about = {
      audit: 'object-change',
      object: `virtualservices.networking.istio.io/shop/${object.name}`,
    };
    expect(lines(seen)).toMatchObject([
      { ...about, who: 'editor', outcome: 'dry-run', verdict: 'accepted' },
      { ...about, who: 'editor', outcome: 'applied', resourceVersion: after.resourceVersion },
      { ...about, who: 'editor', outcome: 'conflict', madeOn: object.resourceVersion },
      { ...about, who: 'viewer', outcome: 'refused', problem: 'forbidden' },
      { who: 'editor', outcome: 'refused', problem: 'writes-off' },
      { who: 'editor', id: 'no-id', object: null, outcome: 'refused', problem: 'invalid-request' },
    ]);
    expect(JSON.stringify(lines(seen))).not.toContain('audited"');
  });
});

describe('creating and removing', () => {
  it('go into each other, and each is taken back by the other', async () => {
    const id = objectId(NEW);
    const create = { yaml: NEW_YAML, resourceVersion: null };
    expect((await objects.preview(editor, id, create)).dryRun.verdict).toBe('accepted');
    const made = await objects.apply(editor, id, create);
    expect(made.object.changes[0]).toMatchObject({ what: 'created', who: 'editor' });
    expect((await problemOf(objects.apply(editor, id, create))).type).toBe('conflict');
    if (made.undo.kind !== 'removal') throw new Error('a creation is taken back by a removal');

    const stale = await problemOf(objects.remove(editor, id, '1'));
    expect(stale.type).toBe('conflict');
    const denied = objects.remove(viewer, id, made.undo.resourceVersion);
    expect((await problemOf(denied)).type).toBe('forbidden');

    const removed = await objects.remove(editor, id, made.undo.resourceVersion);
    expect((await problemOf(objects.read(editor, id))).type).toBe('not-found');
    if (removed.undo.kind !== 'change') throw new Error('a removal is taken back by a creation');
    const again = await objects.apply(editor, id, removed.undo.intent);
    expect(parse(again.object.yaml)).toEqual(parse(NEW_YAML));
    await objects.remove(editor, id, again.object.resourceVersion);
  });

  it('of an object that is gone is a conflict, not a creation', async () => {
    const change = { yaml: NEW_YAML, resourceVersion: '7' };
    const problem = await problemOf(objects.apply(editor, objectId(NEW), change));
    expect(problem).toMatchObject({ type: 'conflict', extras: { current: null } });
  });
});
