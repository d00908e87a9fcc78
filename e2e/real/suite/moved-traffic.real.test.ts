import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../world/processes';
import { readWorld } from '../world/world';
import { askPrometheus } from './ask';
import { shareOfFirst } from './slider';
import { applyByConsole, splitById, stored, writeSpec } from './splits-api';

const world = readWorld();
const WINDOW = '20s';

interface Moved {
  readonly mesh: string;
  readonly id: string;
  /** What the first target gets 20 % by, in the object's own scale. */
  readonly weights: readonly [number, number];
  /** A counter of requests, as the mesh's own proxies write it. */
  readonly counter: string;
  /** The label that tells the targets apart, and its value for the first and the second. */
  readonly by: string;
  readonly values: readonly [string, string];
}

const FIFTH = [20, 80] as const;

/** A split that a mesh obeys, and what its proxies count. Other rules of the objects take less than a tenth. */
const MOVED: readonly Moved[] = [
  {
    ...{ mesh: 'Istio', id: 'istio~warehouse~stock~http~0', weights: FIFTH },
    counter:
      'istio_requests_total{reporter="source",destination_service="stock.warehouse.svc.cluster.local"}',
    ...{ by: 'destination_version', values: ['v1', 'v2'] },
  },
  {
    ...{ mesh: 'Istio, by Gateway API', id: 'gateway-api~httproutes~support~tickets~1' },
    weights: FIFTH,
    counter:
      'istio_requests_total{reporter="source",destination_workload_namespace="support",destination_workload=~"tickets-v."}',
    ...{ by: 'destination_workload', values: ['tickets-v1', 'tickets-v2'] },
  },
  {
    ...{ mesh: 'Istio ambient', id: 'gateway-api~httproutes~booking~rooms~1', weights: FIFTH },
    counter: 'istio_requests_total{reporter="waypoint",destination_workload=~"rooms-v."}',
    ...{ by: 'destination_workload', values: ['rooms-v1', 'rooms-v2'] },
  },
  {
    ...{ mesh: 'Linkerd', id: 'linkerd~httproutes~loyalty~points~1', weights: FIFTH },
    counter: 'response_total{direction="outbound",dst_namespace="loyalty"}',
    ...{ by: 'dst_deployment', values: ['points-v1', 'points-v2'] },
  },
  {
    ...{ mesh: 'Linkerd, by SMI', id: 'linkerd~trafficsplits~loyalty~coupons', weights: FIFTH },
    counter: 'response_total{direction="outbound",dst_namespace="loyalty"}',
    ...{ by: 'dst_deployment', values: ['coupons-v1', 'coupons-v2'] },
  },
  {
    ...{ mesh: 'Consul', id: 'consul~billing~invoices', weights: FIFTH },
    counter: 'envoy_cluster_upstream_rq_total{consul_destination_service="invoices"}',
    ...{ by: 'consul_destination_service_subset', values: ['v1', 'v2'] },
  },
  {
    ...{ mesh: 'App Mesh', id: 'app-mesh~media~film~1~httpRoute', weights: [1, 4] },
    counter: 'envoy_cluster_upstream_rq_total{appmesh_mesh="studio"}',
    by: 'envoy_cluster_name',
    values: [
      'cds_egress_studio_film-v1_media_http_8080',
      'cds_egress_studio_film-v2_media_http_8080',
    ],
  },
];

/** The first target's share of what was scraped of both in the last seconds; NaN when nothing was. */
async function scrapedShare({ counter, by, values }: Moved): Promise<number> {
  const query = `sum by (${by}) (rate(${counter}[${WINDOW}]))`;
  const samples = await askPrometheus(world.prometheusUrl, query, Date.now() / 1000);
  return shareOfFirst(
    values.map((value) => samples.find(({ labels }) => labels[by] === value)?.value),
  );
}

const undo: (() => Promise<void>)[] = [];

async function move({ id, weights }: Moved): Promise<number> {
  const split = await splitById(world.consoleUrl, id);
  const { resourceVersion, spec } = await stored(split);
  undo.push(() => writeSpec(split, spec));
  const targets = split.targets.map(({ host, subset, port }, i) => ({
    ...{ host, ...(subset !== undefined && { subset }), ...(port !== undefined && { port }) },
    weight: weights[i] ?? 0,
  }));
  const { status } = await applyByConsole(world.consoleUrl, split, { resourceVersion, targets });
  return status;
}

let statuses: readonly number[];

beforeAll(async () => {
  // What another suite had moved before is still in the window.
  await until('most of the traffic goes to the first targets', async () => {
    const shares = await Promise.all(MOVED.map(scrapedShare));
    return shares.every((share) => share > 0.6);
  });
  statuses = await Promise.all(MOVED.map(move));
});

afterAll(async () => {
  for (const put of undo) await put();
});

describe('a change of weights on the real API server', () => {
  it.each(MOVED.map((moved, i) => ({ ...moved, i })))(
    'moves what the real Prometheus scrapes of $mesh',
    async ({ i, ...moved }) => {
      expect(statuses[i]).toBe(200);
      await expect
        .poll(() => scrapedShare(moved), { timeout: 50_000, interval: 2_000 })
        .toBeLessThan(0.22);
      expect(await scrapedShare(moved)).toBeGreaterThan(0.15);
    },
  );
});
