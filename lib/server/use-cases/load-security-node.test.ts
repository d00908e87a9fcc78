import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { securityNodeSchema } from '@/lib/contract/security';
import { nodeId } from '@/lib/domain/model';
import {
  startDemoRuntime,
  type DemoPerson,
  type DemoRuntime,
} from '@/lib/server/testing/demo-runtime';
import { loadSecurityNode, loadSecurityWorkload } from '@/lib/server/use-cases/load-security';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const WINDOW = 300;
const signal = () => AbortSignal.timeout(60_000);

let demo: DemoRuntime;

beforeAll(async () => {
  demo = await startDemoRuntime();
});
afterAll(() => demo.close());

describe('the workloads behind a node', () => {
  const ask = async (person: DemoPerson, kind: 'service' | 'workload', name: string) => {
    const node = nodeId('Kubernetes', 'shop', kind, name);
    const { workloads } = securityNodeSchema.parse(
      await loadSecurityNode(
        demo.runtime,
        await demo.as(person),
        { node, window: WINDOW },
        signal(),
      ),
    );
    return workloads;
  };

  it('are told at once as each is alone', async () => {
    const workloads = await ask('admin', 'service', 'user-service');
    expect(workloads.length).toBeGreaterThan(1);
    for (const { posture, inbound } of workloads) {
      const alone = await loadSecurityWorkload(
        ...([demo.runtime, await demo.as('admin')] as const),
        ...([{ node: posture.node, window: WINDOW }, signal()] as const),
      );
      expect({ posture, inbound }).toEqual({ posture: alone.posture, inbound: alone.inbound });
    }
    const [first] = workloads;
    expect(await ask('admin', 'workload', first?.posture.name ?? '')).toEqual([first]);
  });

  it('are none where nothing is behind it, or nothing that may be read', async () => {
    expect(await ask('admin', 'service', 'nobody')).toEqual([]);
    const node = nodeId('Kubernetes', 'warehouse', 'service', 'stock');
    const query = { node, window: WINDOW };
    const viewer = await demo.as('shop-viewer');
    const asked = await loadSecurityNode(demo.runtime, viewer, query, signal());
    expect(asked.workloads).toEqual([]);
  });
});
