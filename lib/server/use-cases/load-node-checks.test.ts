import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { nodeChecksSchema } from '@/lib/contract/checks';
import { DEFAULT_CLUSTER } from '@/lib/contract/urls';
import { nodeId } from '@/lib/domain/model';
import { objectId } from '@/lib/domain/object-ref';
import { nodesOfStore } from '@/lib/mesh/applied/cluster-nodes';
import { AppliedObjects } from '@/lib/mesh/applied/applied-objects';
import { MESHES } from '@/lib/mesh/registry';
import { meshKinds } from '@/lib/mesh/mesh-kinds';
import { refOf } from '@/lib/mesh/object-refs';
import { manyListeners } from '@/lib/server/cache/shared-work';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { scopeFor } from '@/lib/server/scope-for';
import {
  startDemoRuntime,
  type DemoPerson,
  type DemoRuntime,
} from '@/lib/server/testing/demo-runtime';
import { loadNode } from '@/lib/server/use-cases/load-node';
import { loadNodeChecks } from '@/lib/server/use-cases/load-node-checks';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let world: DemoRuntime;
const { signal } = new AbortController();
manyListeners(signal);

beforeAll(async () => {
  world = await startDemoRuntime();
});
afterAll(() => world.close());

async function answerFor(person: DemoPerson) {
  return nodeChecksSchema.parse(
    await loadNodeChecks(world.runtime, await world.as(person), signal),
  );
}

/** To which nodes every object applies that a person may read. */
async function everythingFor(person: DemoPerson) {
  const identity = await world.as(person);
  const scope = await scopeFor(world.runtime, identity, signal);
  const { store } = await loadObjects(world.runtime, identity, scope, signal);
  const objects = meshKinds(MESHES).flatMap(({ kind }) =>
    store.list(kind).map((object) => refOf(object, kind)),
  );
  const work = new AppliedObjects(MESHES).nodes(objects, store);
  let step = work.next();
  while (step.done !== true) step = work.next();
  return { store, nodes: step.value };
}

describe('the nodes to which objects with findings apply', () => {
  it('are told with what was found, once for each finding', async () => {
    const { nodes, namespaces, findings } = await answerFor('admin');
    const profiles = nodes.find(({ kind, name }) => kind === 'service' && name === 'profiles');
    expect(profiles).toMatchObject({ namespace: 'shop', error: 1, warning: 0, note: 0 });
    expect(profiles?.findings.map((place) => findings[place]?.code)).toEqual(['IS102']);
    expect(namespaces).toContainEqual(expect.objectContaining({ namespace: 'shop', error: 1 }));
    expect(new Set(findings.map((each) => JSON.stringify(each))).size).toBe(findings.length);
  });

  it('are every node on whose own page such an object stands, and no other', async () => {
    const { store, nodes: applied } = await everythingFor('admin');
    const told = new Map(
      applied.map(({ kind, namespace, name, objects }) => [
        nodeId(DEFAULT_CLUSTER, namespace, kind, name),
        objects,
      ]),
    );
    const { namespaces, nodesOf } = nodesOfStore(store);
    const identity = await world.as('admin');
    const nodes = namespaces.flatMap((namespace) => nodesOf(namespace));
    expect(nodes.length).toBeGreaterThan(100);
    for (const { kind, namespace, name } of nodes) {
      const id = nodeId(DEFAULT_CLUSTER, namespace, kind, name);
      const { configuration } = await loadNode(world.runtime, identity, id, signal);
      const onPage = [...new Set(configuration.map(objectId))].toSorted();
      expect(told.get(id) ?? [], id).toEqual(onPage);
    }
  });

  it('are only those of namespaces that a person may read', async () => {
    const { nodes } = await everythingFor('shop-viewer');
    expect(nodes.length).toBeGreaterThan(5);
    expect(
      nodes.filter(({ kind, namespace }) => kind !== 'external' && namespace !== 'shop'),
    ).toEqual([]);
    const told = await answerFor('shop-viewer');
    expect(told.findings.filter(({ object }) => object.namespace !== 'shop')).toEqual([]);
    expect(told.namespaces.filter(({ namespace }) => namespace !== 'shop')).toEqual([]);
  });

  it('are found once for all who may read the same', async () => {
    const judge = vi.spyOn(AppliedObjects.prototype, 'nodes');
    const before = await answerFor('admin');
    const judged = judge.mock.calls.length;
    expect(await answerFor('admin')).toMatchObject({ nodes: before.nodes });
    expect(judge.mock.calls.length).toBe(judged);
  });
});
