import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TrueEdge } from '../../../demo/model/types';
import { graphSchema, type Graph, type GraphEdge } from '@/lib/contract/graph';
import { signalsAnswerSchema } from '@/lib/contract/signals';
import { parseNodeId } from '@/lib/domain/model';
import { SCRAPE_SECONDS } from '../world/prometheus';
import { sleep } from '../world/processes';
import { readWorld } from '../world/world';
import { askPrometheus } from './ask';
import { tellable } from './tellable';

const world = readWorld();
const WINDOW = 60;

let graph: Graph;
/** Edges between known ends on which there is traffic. */
let truth: readonly TrueEdge[];
let everything: readonly TrueEdge[];
let atSeconds: number;

/** `namespace/workload` as the model names it; what is outside of the mesh by its name alone. */
function nameOf(id: string): string {
  const node = parseNodeId(id);
  if (node === null) return id;
  if (node.kind === 'unknown') return 'unknown';
  return node.kind === 'external' ? node.name : `${node.namespace}/${node.name}`;
}

function edgeOf({ source, target, protocol }: TrueEdge): GraphEdge | undefined {
  return graph.edges.find(
    (edge) =>
      nameOf(edge.source) === source &&
      nameOf(edge.target) === target &&
      edge.protocol === protocol,
  );
}

/** Shares of each pair that is further apart than this, with both figures, for reading. */
function apart(
  pairs: readonly (readonly [string, number | undefined, number])[],
  tolerance: number,
): readonly string[] {
  return pairs
    .filter(
      ([, got, want]) =>
        got === undefined || Math.abs(got - want) > tolerance * Math.max(Math.abs(want), 1e-3),
    )
    .map(([name, got, want]) => `${name}: ${String(got)} in place of ${want}`);
}

beforeAll(async () => {
  const oldest = world.scrapedSince + WINDOW + 4 * SCRAPE_SECONDS;
  await sleep(Math.max(0, oldest * 1000 - Date.now()));
  atSeconds = Math.floor(Date.now() / 1000) - SCRAPE_SECONDS;
  const url = `${world.consoleUrl}/api/v1/graph?window=${WINDOW}&at=${atSeconds}&view=workload`;
  const response = await fetch(url);
  const body: unknown = await response.json();
  graph = graphSchema.parse(body);
  const answer = await fetch(`${world.controlUrl}/truth?at=${atSeconds}&window=${WINDOW}`);
  const edges = tellable(z.array(z.custom<TrueEdge>()).parse(await answer.json()));
  everything = edges;
  truth = edges
    .filter(({ target }) => target !== 'unknown')
    .filter(
      ({ requestRate, requestBytesPerSecond }) => requestRate > 0.2 || requestBytesPerSecond > 0,
    );
});

describe('the graph from a real Prometheus', () => {
  it('has no warnings, and its source is well', () => {
    expect(graph.warnings).toEqual([]);
    expect(graph.sources.map(({ name, state }) => [name, state])).toEqual([['prometheus', 'ok']]);
  });

  it('has every edge on which there was traffic', () => {
    expect(truth.length).toBeGreaterThan(60);
    const missing = truth.filter((edge) => edgeOf(edge) === undefined);
    expect(
      missing.map(({ source, target, protocol }) => `${source} > ${target} ${protocol}`),
    ).toEqual([]);
  });

  it('has request rates within 1 % of the truth', () => {
    const pairs = truth
      .filter(({ protocol }) => protocol !== 'tcp')
      .map(
        (edge) =>
          [`${edge.source} > ${edge.target}`, edgeOf(edge)?.requestRate, edge.requestRate] as const,
      );
    expect(apart(pairs, 0.01)).toEqual([]);
  });

  it('has all that each caller sends within 1 %, also where nobody knows who answers', () => {
    const sent = (rates: readonly (number | undefined)[]) =>
      rates.reduce<number>((sum, rate) => sum + (rate ?? 0), 0);
    const http = everything.filter(({ protocol }) => protocol !== 'tcp');
    const callers = [...new Set(http.map(({ source }) => source))].filter(
      (name) => name !== 'unknown',
    );
    const pairs = callers.map((caller) => {
      const from = graph.edges.filter(({ source }) => nameOf(source) === caller);
      const want = sent(
        http.filter(({ source }) => source === caller).map(({ requestRate }) => requestRate),
      );
      return [caller, sent(from.map(({ requestRate }) => requestRate)), want] as const;
    });
    expect(pairs.length).toBeGreaterThan(5);
    expect(apart(pairs, 0.01)).toEqual([]);
  });

  it('has error ratios within 1 % of the truth', () => {
    const pairs = truth
      .filter(({ protocol, errorRate }) => protocol !== 'tcp' && errorRate > 0.02)
      .flatMap((edge) => {
        const to = everything.filter(
          ({ source, host }) => source === edge.source && host === edge.host,
        );
        // Requests that reached no server are errors of the call; of several servers nobody knows whose.
        const lost = to.filter(({ target }) => target === 'unknown');
        if (lost.length > 0 && to.length - lost.length > 1) return [];
        const all = [edge, ...lost];
        const sum = (of: (each: TrueEdge) => number) =>
          all.reduce((total, each) => total + of(each), 0);
        const want = sum(({ errorRate }) => errorRate) / sum(({ requestRate }) => requestRate);
        const got = edgeOf(edge)?.errorRatio ?? undefined;
        return [[`${edge.source} > ${edge.target}`, got, want] as const];
      });
    expect(pairs.length).toBeGreaterThan(0);
    expect(apart(pairs, 0.01)).toEqual([]);
  });

  it('has bytes of TCP within 1 % of the truth', () => {
    const pairs = truth
      .filter(({ protocol }) => protocol === 'tcp')
      .map((edge) => {
        const want = edge.requestBytesPerSecond + edge.responseBytesPerSecond;
        return [`${edge.source} > ${edge.target}`, edgeOf(edge)?.bytesPerSecond, want] as const;
      });
    expect(pairs.length).toBeGreaterThan(0);
    expect(apart(pairs, 0.01)).toEqual([]);
  });

  it('has the share under mutual TLS', () => {
    const pairs = truth.flatMap((edge) => {
      const { mtlsShare } = edge;
      if (mtlsShare === null) return [];
      return [[`${edge.source} > ${edge.target}`, edgeOf(edge)?.mtlsShare, mtlsShare] as const];
    });
    expect(apart(pairs, 0.01)).toEqual([]);
  });

  it.each([
    ['p50', '0.5'],
    ['p95', '0.95'],
    ['p99', '0.99'],
  ] as const)(
    'has the true %s in the bucket that it gives as its uncertainty',
    (name, quantile) => {
      const measured = truth.flatMap((edge) => {
        const bucket = edgeOf(edge)?.buckets?.[name];
        const isBusy = edge.quantilesMs !== null && edge.requestRate > 1;
        return isBusy ? [{ edge, bucket, want: edge.quantilesMs[quantile] }] : [];
      });
      const outside = measured.filter(({ bucket, want }) => {
        // A quantile on the edge of a bucket may be counted to either.
        const high = bucket?.highMs ?? Infinity;
        return bucket === undefined || want < bucket.lowMs * 0.95 || want > high * 1.05;
      });
      expect(measured.length).toBeGreaterThan(10);
      expect(outside).toEqual([]);
    },
  );

  it('has the rates that PromQL written by hand gives', async () => {
    // Whose proxies failed requests by themselves: those are in no account of a server.
    const losing = await askPrometheus(
      world.prometheusUrl,
      `sum by (source_workload) (rate(istio_requests_total{reporter="source",response_flags!="-"}[${WINDOW}s])) > 0`,
      atSeconds,
    );
    const isLosing = new Set(losing.map(({ labels }) => labels['source_workload']));
    const samples = await askPrometheus(
      world.prometheusUrl,
      `sum by (source_workload, source_workload_namespace, destination_workload, destination_workload_namespace)
        (rate(istio_requests_total{reporter="destination"}[${WINDOW}s]))`,
      atSeconds,
    );
    const pairs = samples.flatMap(({ labels, value }) => {
      const caller = labels['source_workload'];
      if (value < 0.2 || caller === 'unknown' || isLosing.has(caller)) return [];
      const source = `${labels.source_workload_namespace ?? ''}/${labels.source_workload ?? ''}`;
      const target = `${labels.destination_workload_namespace ?? ''}/${labels.destination_workload ?? ''}`;
      const rate = graph.edges
        .filter((edge) => nameOf(edge.source) === source && nameOf(edge.target) === target)
        .reduce((sum, edge) => sum + (edge.requestRate ?? 0), 0);
      return [[`${source} > ${target}`, rate, value] as const];
    });
    expect(pairs.length).toBeGreaterThan(5);
    expect(apart(pairs, 1e-6)).toEqual([]);
  });
});

describe('the charts from a real Prometheus', () => {
  it('end where the graph is', async () => {
    const edge = graph.edges
      .filter(({ protocol }) => protocol === 'http')
      .toSorted((a, b) => (b.requestRate ?? 0) - (a.requestRate ?? 0))[0];
    const query = new URLSearchParams({
      edge: edge?.id ?? '',
      from: String(atSeconds - 60),
      to: String(atSeconds),
      step: '15',
    });
    const response = await fetch(`${world.consoleUrl}/api/v1/signals?${query}`);
    const { panels } = signalsAnswerSchema.parse(await response.json());
    const rate = panels.find(({ id }) => id === 'rate');
    const latest = rate?.series.flatMap(({ points }) => points.at(-1)?.[1] ?? []) ?? [];
    const sum = latest.reduce((total, value) => total + value, 0);
    // The chart's window is its own, and the traffic swells and falls by some percent in between.
    expect(Math.abs(sum / (edge?.requestRate ?? 0) - 1)).toBeLessThan(0.15);
    for (const panel of panels) expect(panel.queries.length).toBeGreaterThan(0);
  });
});
