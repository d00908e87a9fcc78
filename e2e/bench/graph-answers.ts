import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { graphSchema } from '../../lib/contract/graph';
import { median, milliseconds, ratio, type Row } from './report';

const ROUNDS = 7;

/** A built console and the real Prometheus it asks, which holds samples up to `lastSeconds`. */
export interface Served {
  readonly consoleUrl: string;
  readonly prometheusUrl: string;
  readonly lastSeconds: number;
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
}

async function readText(url: string): Promise<string> {
  const response = await fetch(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text.slice(0, 200)}`);
  return text;
}

/** How often the console has asked Prometheus since it started, from its own `/metrics`. */
async function queriesSent(consoleUrl: string): Promise<number> {
  const lines = (await readText(`${consoleUrl}/metrics`)).split('\n');
  const calls = lines.filter(
    (line) =>
      line.startsWith('alidade_upstream_call_duration_seconds_count') &&
      line.includes('upstream="prometheus"'),
  );
  return calls.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** Sends the same queries at once, as plainly as it can be done, and reads the answers as JSON. */
async function askRaw(url: string, queries: readonly string[], at: number): Promise<void> {
  await Promise.all(
    queries.map(async (query) => {
      const body = new URLSearchParams({ query, time: String(at) });
      const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body });
      z.object({ status: z.literal('success') }).parse(await response.json());
    }),
  );
}

const graphAt = ({ consoleUrl }: Served, at: number, query = ''): string =>
  `${consoleUrl}/api/v1/graph?window=5m&at=${at}${query}`;

async function coldBesideRaw(served: Served): Promise<Row> {
  const { lastSeconds, prometheusUrl } = served;
  const first = graphSchema.parse(JSON.parse(await readText(graphAt(served, lastSeconds))));
  const queries = first.queries.map(({ promql }) => promql);
  const ours: number[] = [];
  const raw: number[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const at = lastSeconds - 15 * round;
    ours.push((await timed(() => readText(graphAt(served, at)))).ms);
    raw.push((await timed(() => askRaw(prometheusUrl, queries, at))).ms);
  }
  return {
    what: `cold graph, ${first.nodes.length} nodes, ${first.edges.length} edges`,
    ours: milliseconds(median(ours)),
    beside: `its ${queries.length} queries raw: ${milliseconds(median(raw))}`,
    ratio: ratio(median(ours.map((ms, i) => ms / (raw[i] ?? NaN)))),
  };
}

async function secondViewer(served: Served): Promise<Row> {
  const at = served.lastSeconds - 15;
  const before = await queriesSent(served.consoleUrl);
  const again = await timed(() => readText(graphAt(served, at)));
  const runs = [again.ms];
  for (let run = 1; run < ROUNDS; run += 1) {
    runs.push((await timed(() => readText(graphAt(served, at)))).ms);
  }
  const sent = (await queriesSent(served.consoleUrl)) - before;
  return {
    what: 'the same graph for a second viewer',
    ours: `${milliseconds(median(runs))}, ${sent} queries`,
    beside: 'aim: 10 ms, 0 queries',
    ratio: ratio(median(runs) / 10),
  };
}

async function queriesByNamespaces(served: Served): Promise<Row> {
  const all = graphSchema.parse(JSON.parse(await readText(graphAt(served, served.lastSeconds))));
  const names = [...new Set(all.nodes.map(({ namespace }) => namespace))].filter(Boolean);
  const count = async (query: string, at: number) => {
    const before = await queriesSent(served.consoleUrl);
    await readText(graphAt(served, at, query));
    return (await queriesSent(served.consoleUrl)) - before;
  };
  const one = await count(`&namespaces=${names[0] ?? ''}`, served.lastSeconds - 330);
  const many = await count(`&namespaces=${names.join(',')}`, served.lastSeconds - 345);
  return {
    what: 'queries of one refresh',
    ours: `${many} for ${names.length} namespaces`,
    beside: `${one} for 1 namespace`,
    ratio: ratio(many / one),
  };
}

/** The graph's answer beside the PromQL it is made of, sent straight to the same real Prometheus. */
export async function benchGraph(served: Served): Promise<Row[]> {
  await readText(graphAt(served, served.lastSeconds - 360));
  await sleep(200);
  return [
    await coldBesideRaw(served),
    await secondViewer(served),
    await queriesByNamespaces(served),
  ];
}
