import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { faultsSchema, resilienceSchema, type SettingGroupDto } from '@/lib/contract/resilience';
import { routingSchema } from '@/lib/contract/routing';
import { startDemoRuntime, type DemoRuntime } from '@/lib/server/testing/demo-runtime';
import { manyListeners } from '@/lib/server/cache/shared-work';
import { loadFaults, loadResilience } from '@/lib/server/use-cases/load-resilience';
import { loadRouting } from '@/lib/server/use-cases/load-routing';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: DemoRuntime;
const { signal } = new AbortController();
manyListeners(signal);

beforeAll(async () => {
  world = await startDemoRuntime();
});
afterAll(() => world.close());

const nodeOf = (namespace: string, name: string) => `Kubernetes/${namespace}/service/${name}`;

describe('the resilience of a service', () => {
  it.each([
    ['shop', 'user-service', 'istio'],
    ['loyalty', 'points', 'linkerd'],
    ['billing', 'invoices', 'consul'],
    ['media', 'film', 'app-mesh'],
    ['support', 'tickets', 'gateway-api'],
  ])('of %s/%s is told by %s, with what is measured', async (namespace, name, mesh) => {
    const who = await world.as('admin');
    const told = await loadResilience(world.runtime, who, nodeOf(namespace, name), signal);
    // As it is sent: what is undefined is left out.
    const answer = resilienceSchema.parse(JSON.parse(JSON.stringify(told)));
    const own = answer.meshes.find((each) => each.mesh === mesh);
    expect(own?.groups.length).toBeGreaterThan(0);
    const idsOf = ({ settings }: SettingGroupDto) => settings.map(({ id }) => id);
    const ids = own?.groups.flatMap(idsOf) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    for (const { value, absent } of own?.figures ?? []) {
      expect(value === null).toBe(absent !== null);
    }
    const rules = await loadRouting(world.runtime, who, nodeOf(namespace, name), signal);
    const routing = routingSchema.parse(JSON.parse(JSON.stringify(rules)));
    expect(routing.tables.map((table) => table.mesh)).toContain(mesh);
  });

  it('is refused to whom its namespace is hidden', async () => {
    const who = await world.as('shop-viewer');
    const asked = nodeOf('warehouse', 'stock');
    for (const load of [loadResilience, loadRouting]) {
      await expect(load(world.runtime, who, asked, signal)).rejects.toMatchObject({
        type: 'forbidden',
      });
    }
  });

  it('tells of no fault where none is', async () => {
    const answer = faultsSchema.parse(
      await loadFaults(world.runtime, await world.as('admin'), signal),
    );
    for (const { percent, words } of answer.faults) {
      expect(percent).toBeGreaterThan(0);
      expect(words).not.toBe('');
    }
  });
});
