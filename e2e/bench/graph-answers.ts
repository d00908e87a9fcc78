import { Agent, get } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { graphSchema } from '../../lib/contract/graph';
import { atMost, median, milliseconds, ratio, type Row } from './report';

const ROUNDS = 7;
const VIEWERS = 25;
/** Milliseconds that a second viewer may wait. */
const MOST_MS = 10;

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
  const share = median(ours.map((ms, i) => ms / (raw[i] ?? NaN)));
  return {
    what: `cold graph, ${first.nodes.length} nodes, ${first.edges.length} edges`,
    ours: milliseconds(median(ours)),
    beside: `its ${queries.length} queries raw: ${milliseconds(median(raw))}`,
    ratio: ratio(share),
    aim: atMost(1.3, share, '1.3 ×'),
  };
}

/** Reads an answer as a browser's network does: compressed, and up to its last byte. */
function receive(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'accept-encoding': 'gzip, deflate, br, zstd' };
    get(url, { agent, headers }, (response) => {
      let bytes = 0;
      response.on('data', (part: Buffer) => (bytes += part.byteLength));
      response.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;

async function secondViewer(served: Served): Promise<Row> {
  const url = graphAt(served, served.lastSeconds - 15);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const plain = Buffer.byteLength(await readText(url));
  const before = await queriesSent(served.consoleUrl);
  const runs: number[] = [];
  let sent = 0;
  for (let run = 0; run < VIEWERS; run += 1) {
    const { ms, value } = await timed(() => receive(url, agent));
    runs.push(ms);
    sent = value;
  }
  agent.destroy();
  const queries = (await queriesSent(served.consoleUrl)) - before;
  const ms = median(runs);
  return {
    what: 'the same graph for a second viewer',
    ours: `${milliseconds(ms)}, ${queries} queries`,
    beside: `${kilobytes(plain)} of JSON, ${kilobytes(sent)} sent`,
    ratio: ratio(ms / MOST_MS),
    aim: { text: `≤ ${milliseconds(MOST_MS)}, 0 queries`, isMet: ms <= MOST_MS && queries === 0 },
  };
}

/** How many queries a refresh takes, for one namespace of a console and for all that it has. */
export async function benchNamespaces(consoleUrl: string): Promise<Row[]> {
  const at = Math.floor(Date.now() / 1000) - 60;
  const ask = (query: string, seconds: number) =>
    readText(`${consoleUrl}/api/v1/graph?window=5m&at=${seconds}${query}`);
  const all = graphSchema.parse(JSON.parse(await ask('', at)));
  const names = [...new Set(all.nodes.map(({ namespace }) => namespace))].filter(Boolean);
  const count = async (query: string, seconds: number) => {
    const before = await queriesSent(consoleUrl);
    await ask(query, seconds);
    return (await queriesSent(consoleUrl)) - before;
  };
  const one = await count(`&namespaces=${names[0] ?? ''}`, at - 15);
  const many = await count(`&namespaces=${names.join(',')}`, at - 30);
  return [
    {
      what: 'queries of one refresh',
      ours: `${many} for ${names.length} namespaces`,
      beside: `${one} for 1 namespace`,
      ratio: ratio(many / one),
      aim: { text: 'the same', isMet: many === one },
    },
  ];
}

/** The graph's answer beside the PromQL it is made of, sent straight to the same real Prometheus. */
export async function benchGraph(served: Served): Promise<Row[]> {
  await readText(graphAt(served, served.lastSeconds - 360));
  await sleep(200);
  return [await coldBesideRaw(served), await secondViewer(served)];
}
