import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseDocument } from 'yaml';
import { objectId, type ObjectRef } from '@/lib/domain/object-ref';
import { annotatedKinds } from '@/lib/mesh/mesh-kinds';
import { MESHES } from '@/lib/mesh/registry';
import type { Identity } from '@/lib/server/access/identity';
import { CHANGES_ANNOTATION } from '@/lib/server/changes/change-log';
import { intend, objectChanges, problemOf } from '@/lib/server/testing/change-objects';
import { startDemoRuntime, type DemoRuntime } from '@/lib/server/testing/demo-runtime';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const SERVICE: ObjectRef = {
  ...{ group: '', plural: 'services', kind: 'Service' },
  ...{ namespace: 'loyalty', name: 'rewards' },
};
const ID = objectId(SERVICE);
const [TIMEOUT, LIMIT] = ['timeout.linkerd.io/request', 'retry.linkerd.io/limit'];
const NAMES = annotatedKinds(MESHES).flatMap(({ annotations = [] }) => annotations);

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

/** The text of the Service with other values at some places; undefined takes one out. */
function edited(yaml: string, edits: readonly (readonly [readonly string[], unknown])[]): string {
  const document = parseDocument(yaml);
  for (const [at, value] of edits) {
    if (value !== undefined) document.setIn([...at], value);
    else if (document.hasIn([...at])) document.deleteIn([...at]);
  }
  return document.toString();
}

const annotation = (name: string) => ['metadata', 'annotations', name];

describe('annotations of a Service that a mesh reads', () => {
  it('are changed, and taken back', async () => {
    const before = await objects.read(editor, ID);
    const yaml = edited(before.yaml, [[annotation(TIMEOUT), '2s']]);
    const { object, undo } = await objects.apply(editor, ID, intend(before, yaml));
    expect(object.yaml).toContain(`${TIMEOUT}: 2s`);
    expect(object.changes).toHaveLength(1);
    if (undo.kind !== 'change') throw new Error('a change is taken back by a change');
    const after = await objects.apply(editor, ID, undo.intent);
    expect(after.object.yaml).toBe(before.yaml);
  });

  it('are all that changes, whatever is written there', async () => {
    const value = fc.option(fc.string({ maxLength: 12 }), { nil: undefined });
    const edits = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(edits, async (wanted) => {
        const before = await objects.read(editor, ID);
        const text = edited(
          before.yaml,
          wanted.map(([name, to]) => [annotation(name), to] as const),
        );
        if (text === before.yaml) return;
        const asked = objects.preview(editor, ID, intend(before, text));
        const refusal = await asked.then(
          () => null,
          () => problemOf(asked),
        );
        // Taking out what is not there changes nothing.
        expect(refusal?.extras.rule ?? 'no-change').toBe('no-change');
        if (refusal === null) {
          const { patch } = await asked;
          const allowed = [...NAMES, CHANGES_ANNOTATION].map(
            (name) => `/metadata/annotations/${name.replaceAll('/', '~1')}`,
          );
          const paths = patch.filter(({ op }) => op !== 'test').map(({ path }) => path);
          expect(
            paths.filter((path) => !['/metadata/annotations', ...allowed].includes(path)),
          ).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['another annotation', [[annotation('prometheus.io/scrape'), 'true']]],
    ['one that looks alike', [[annotation(`${LIMIT}s`), '3']]],
    ['its selector', [[['spec', 'selector'], { app: 'other' }]]],
    ['its type', [[['spec', 'externalName'], 'evil.example']]],
    ['a label', [[['metadata', 'labels', 'a'], 'b']]],
    ['a finalizer', [[['metadata', 'finalizers'], ['a.example/b']]]],
    [
      'one of ours and its ports',
      [
        [annotation(LIMIT), '3'],
        [['spec', 'ports'], []],
      ],
    ],
  ] as const)('are changed alone: not %s', async (_, edits) => {
    const before = await objects.read(editor, ID);
    const intent = intend(before, edited(before.yaml, edits));
    for (const ask of [objects.preview, objects.apply]) {
      expect(await problemOf(ask(editor, ID, intent))).toMatchObject({
        type: 'refused',
        extras: { rule: 'annotations-only' },
      });
    }
    expect((await objects.read(editor, ID)).resourceVersion).toBe(before.resourceVersion);
  });

  it('neither make nor remove a Service', async () => {
    const before = await objects.read(editor, ID);
    const gone = objects.remove(editor, ID, before.resourceVersion);
    expect(await problemOf(gone)).toMatchObject({ extras: { rule: 'annotations-only' } });
    expect(before.writable.remove.allowed).toBe(false);
    const id = objectId({ ...SERVICE, name: 'new' });
    const yaml = edited(before.yaml, [[['metadata', 'name'], 'new']]);
    const made = objects.apply(editor, id, { yaml, resourceVersion: null });
    expect(await problemOf(made)).toMatchObject({ extras: { rule: 'annotations-only' } });
  });

  it('are not changed by who may not', async () => {
    const viewer = await world.as('viewer');
    const before = await objects.read(viewer, ID);
    expect(before.writable.change.allowed).toBe(false);
    const yaml = edited(before.yaml, [[annotation(TIMEOUT), '2s']]);
    expect((await problemOf(objects.apply(viewer, ID, intend(before, yaml)))).type).toBe(
      'forbidden',
    );
  });
});
