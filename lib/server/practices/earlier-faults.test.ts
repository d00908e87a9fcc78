import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { editYaml, type YamlEdit } from '@/lib/domain/yaml-edit';
import type { Identity } from '@/lib/server/access/identity';
import { intend, objectChanges } from '@/lib/server/testing/change-objects';
import { startDemoRuntime, type DemoRuntime } from '@/lib/server/testing/demo-runtime';
import { loadPractices } from '@/lib/server/use-cases/load-practices';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const ROUTE = '/spec/http/0';
const DELAY = { delay: { fixedDelay: '1ms', percentage: { value: 1 } } };
const { signal } = new AbortController();
let world: DemoRuntime;
let editor: Identity;

beforeAll(async () => {
  world = await startDemoRuntime({ prometheus: null });
  editor = await world.as('editor');
});
afterAll(() => world.close());

async function write(id: string, edits: readonly YamlEdit[]): Promise<void> {
  const { read, apply } = objectChanges(world);
  const object = await read(editor, id);
  const edited = editYaml(object.yaml, edits);
  if (!edited.ok) throw new Error(edited.error);
  await apply(editor, id, intend(object, edited.value));
  world.skip(60_000);
}

async function faultsOf(namespace: string) {
  const { namespaces } = await loadPractices(
    world.runtime,
    editor,
    { namespaces: [namespace] },
    signal,
  );
  return namespaces[0]?.scores.find(({ id }) => id === 'fault-injection');
}

it('are known once a fault was written and ended here, and not before', async () => {
  const routes = (await objectChanges(world).list(editor)).filter(
    ({ kind, group }) => kind === 'VirtualService' && group === 'networking.istio.io',
  );
  const judged = await Promise.all(
    routes.map(async (route) => ({ route, score: await faultsOf(route.namespace) })),
  );
  const found = judged.find(({ score }) => score?.state === 'unknown');
  if (found === undefined) throw new Error('a fault is everywhere');
  const { id, name, namespace } = found.route;
  await write(id, [{ op: 'set', path: `${ROUTE}/fault`, value: DELAY }]);
  expect(await faultsOf(namespace)).toMatchObject({ state: 'met' });
  await write(id, [{ op: 'remove', path: `${ROUTE}/fault`, keep: ROUTE }]);
  const after = await faultsOf(namespace);
  const day = new Date(world.runtime.now()).toISOString().slice(0, 10);
  expect(after).toMatchObject({ state: 'met', next: null });
  expect(after?.evidence.join()).toContain(`Tried before: VirtualService ${name} on ${day}`);
});
