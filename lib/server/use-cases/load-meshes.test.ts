import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { meshesSchema, type Meshes } from '@/lib/contract/meshes';
import { manyListeners } from '@/lib/server/cache/shared-work';
import {
  startDemoRuntime,
  type DemoPerson,
  type DemoRuntime,
} from '@/lib/server/testing/demo-runtime';
import { loadMeshes } from '@/lib/server/use-cases/load-meshes';

const { signal } = new AbortController();
manyListeners(signal);

let demo: DemoRuntime;

beforeAll(async () => {
  demo = await startDemoRuntime();
});

afterAll(() => demo.close());

const meshes = async (person: DemoPerson): Promise<Meshes> =>
  loadMeshes(demo.runtime, await demo.as(person), signal);
const named = ({ namespaces }: Meshes, name: string) =>
  namespaces.find((each) => each.name === name);

describe('the meshes', () => {
  it('are as the contract says, each known one once', async () => {
    const answer = meshesSchema.parse(await meshes('admin'));
    expect(answer.meshes.map(({ id }) => id).toSorted()).toEqual(
      demo.runtime.meshes.map(({ id }) => id).toSorted(),
    );
    expect(new Set(answer.meshes.map(({ short }) => short)).size).toBe(answer.meshes.length);
  });

  it('are found by evidence, with their control plane, versions and reports', async () => {
    const { meshes: found } = await meshes('admin');
    const [istio] = found.filter(({ id }) => id === 'istio');
    expect(istio).toMatchObject({ present: true, reporting: true, version: '1.30.2' });
    expect(istio?.controlPlane).toMatchObject([{ namespace: 'istio-system', name: 'istiod' }]);
    expect(istio?.proxies[0]?.version).toBe('1.30.2');
  });

  it('say how much of a namespace takes part, and by whose word', async () => {
    const answer = await meshes('admin');
    const shop = named(answer, 'shop');
    expect(shop?.memberships).toMatchObject([
      { mesh: 'istio', injection: 'enabled', because: 'istio-injection=enabled' },
    ]);
    expect(shop?.podsOutside).toBe(0);
    const legacy = named(answer, 'legacy');
    expect(legacy?.pods).toBeGreaterThan(0);
    expect(legacy?.podsOutside).toBe(legacy?.pods);
  });

  it('speak to a person of no namespace that they may not read', async () => {
    const answer = await meshes('shop-viewer');
    expect(answer.namespaces.map(({ name }) => name)).toEqual(['shop']);
    expect(JSON.stringify(answer.namespaces)).not.toContain('warehouse');
  });
});
