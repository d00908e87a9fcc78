import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { TrueEdge } from '../../../demo/model/types';
import { graphSchema, type Graph, type GraphNode } from '@/lib/contract/graph';
import { signalsAnswerSchema, type Panel, type SignalsAnswer } from '@/lib/contract/signals';
import { MESHES } from '@/lib/mesh/registry';
import { dashboardTexts, readDashboard } from '@/lib/testing/grafana-dashboards';
import { SCRAPE_SECONDS } from '../world/prometheus';
import { sleep } from '../world/processes';
import { readWorld } from '../world/world';
import { askPrometheus } from './ask';
import { drawn, linesOf, namespacesOf, type Asked } from './drawn';

const world = readWorld();
const WINDOW = 60;
const STEP = 5;

let graph: Graph;
let asked: Asked;
/** Hosts of which requests were lost on their way: no server counts these, while the console does. */
let losing: ReadonlySet<string>;
let truth: readonly TrueEdge[];

const FILES = dashboardTexts()
  .map(([file]) => file)
  .filter((file) => readDashboard(file).panels.some(({ targets }) => targets.length > 0));

const meshesOf = (file: string) =>
  MESHES.filter(({ dashboard }) => dashboard === readDashboard(file).uid).map(({ id }) => id);

const get = async (url: string): Promise<unknown> => (await fetch(url)).json();

beforeAll(async () => {
  const oldest = world.scrapedSince + WINDOW + 4 * SCRAPE_SECONDS;
  await sleep(Math.max(0, oldest * 1000 - Date.now()));
  const atSeconds = Math.floor((Date.now() / 1000 - SCRAPE_SECONDS) / STEP) * STEP;
  asked = { url: world.prometheusUrl, atSeconds, windowSeconds: WINDOW };
  const of = `window=${WINDOW}&at=${atSeconds}`;
  graph = graphSchema.parse(await get(`${world.consoleUrl}/api/v1/graph?${of}&view=workload`));
  truth = z.array(z.custom<TrueEdge>()).parse(await get(`${world.controlUrl}/truth?${of}`));
  losing = new Set(truth.filter(({ target }) => target === 'unknown').map(({ host }) => host));
});

describe('the dashboards on a real Prometheus', () => {
  it.each(FILES)('%s offers the namespaces of its meshes', async (file) => {
    const offered = await namespacesOf(asked.url, file);
    expect(meshesOf(file)).not.toEqual([]);
    for (const mesh of meshesOf(file)) {
      const own = graph.nodes.filter(({ meshes }) => meshes[0] === mesh);
      expect(own.some(({ namespace }) => offered.includes(namespace))).toBe(true);
    }
  });

  it.each(FILES)('%s has an answer to every query, and lines in every panel', async (file) => {
    const namespaces = await namespacesOf(asked.url, file);
    const empty: string[] = [];
    for (const { title } of readDashboard(file).panels) {
      // One, and several as Grafana writes them.
      const choices = [...namespaces, `(${namespaces.join('|')})`];
      const lines = await Promise.all(choices.map((choice) => drawn(asked, file, title, choice)));
      if (lines.flat().length === 0) empty.push(title);
      // What is chosen together is what is chosen one by one.
      expect(lines.at(-1)?.length).toBeLessThanOrEqual(lines.flat().length / 2);
    }
    expect(empty).toEqual([]);
  });
});

const TITLES = {
  rate: 'Requests',
  errors: 'Errors',
  p95: 'Latency, p95',
  toServer: /bytes to the workload$/i,
  toClient: /bytes back to the callers$/i,
};

function titleOf(file: string, like: string | RegExp): string {
  const { panels } = readDashboard(file);
  return (
    panels.find(({ title }) => (like instanceof RegExp ? like.test(title) : like === title))
      ?.title ?? ''
  );
}

const charts = new Map<string, SignalsAnswer>();

/** What the console charts of a node; asked once. */
async function chartsOf({ id }: GraphNode): Promise<SignalsAnswer> {
  const known = charts.get(id);
  if (known !== undefined) return known;
  const range = { from: String(asked.atSeconds - WINDOW), to: String(asked.atSeconds) };
  const query = new URLSearchParams({ node: id, step: String(STEP), ...range });
  const answer = await get(`${world.consoleUrl}/api/v1/signals?${query}`);
  const parsed = signalsAnswerSchema.parse(answer);
  charts.set(id, parsed);
  return parsed;
}

/** The last figure of a chart, of all its lines or of one; undefined where there is none. */
function lastOf({ panels }: SignalsAnswer, id: Panel['id'], name?: string): number | undefined {
  const series = panels.find((panel) => panel.id === id)?.series ?? [];
  const named = series.filter((each) => name === undefined || each.name === name);
  return sumOf(named.flatMap(({ points }) => points.at(-1)?.[1] ?? []));
}

const isWhole = ({ namespace, name }: GraphNode) =>
  truth.every(({ target, host }) => target !== `${namespace}/${name}` || !losing.has(host));

/** A figure that a dashboard shows beside what the console says at the same moment. */
interface Pair {
  readonly what: string;
  readonly drawn: number | undefined;
  readonly told: number | undefined;
}

/** The bounds of Linkerd's buckets, in order. */
async function boundsOf(): Promise<readonly number[]> {
  const query = 'count by (le) (response_latency_ms_bucket)';
  const samples = await askPrometheus(asked.url, query, asked.atSeconds);
  return samples.map(({ labels }) => Number(labels['le'])).toSorted((a, b) => a - b);
}

/** A figure as it is, if those that are true of the workload's callers reach into its bucket; else one of these. */
function trueWithin(bounds: readonly number[], { namespace, name }: GraphNode, value = NaN) {
  const wanted = truth
    .filter(({ target }) => target === `${namespace}/${name}`)
    .flatMap(({ quantilesMs }) => (quantilesMs === null ? [] : [quantilesMs['0.95']]));
  const high = bounds.find((bound) => bound >= value) ?? Infinity;
  const low = bounds.findLast((bound) => bound < value) ?? 0;
  // A quantile on the edge of a bucket may be counted to either.
  const isWithin = Math.max(...wanted) >= low * 0.95 && Math.min(...wanted) <= high * 1.05;
  return isWithin ? value : wanted[0];
}

/** Of Linkerd the console tells latencies as callers see them, with the way there and back; the dashboard as servers do. */
const LATENCY_OF_CALLERS = 'linkerd.json';

const sumOf = (values: readonly number[]) =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);

/** What a dashboard and the console say of one workload. */
async function pairsOf(file: string, node: GraphNode, by: Asked): Promise<readonly Pair[]> {
  const of = `${node.namespace}/${node.name}`;
  const lines = async (title: string | RegExp) =>
    linesOf(await drawn(by, file, titleOf(file, title), node.namespace), node.name);
  const told = await chartsOf(node);
  const last = (id: Panel['id'], name?: string) => lastOf(told, id, name);
  const pairs: Pair[] = [];
  const add = (what: string, shown: number | undefined, want: number | null | undefined) =>
    pairs.push({ what: `${what} ${of}`, drawn: shown, told: want ?? undefined });

  if (last('rate') !== undefined) {
    const rate = sumOf(await lines(TITLES.rate));
    add('rate of', rate, last('rate'));
    if (isWhole(node)) {
      add('rate in the graph of', rate, node.requestRate);
      // Each pod has a share of its own; where the console cannot know, it says nothing.
      const { errorRatio } = node;
      const ratios = errorRatio === undefined ? [] : await lines(TITLES.errors);
      for (const ratio of ratios) add('errors of', ratio, errorRatio);
    }
    const [p95] = await lines(TITLES.p95);
    if (file === LATENCY_OF_CALLERS) add('p95 of', p95, trueWithin(await boundsOf(), node, p95));
    else add('p95 of', p95, last('latency', 'p95'));
  }
  const inbound = graph.edges.filter(({ target }) => target === node.id);
  if (inbound.length > 0 && inbound.every(({ protocol }) => protocol === 'tcp')) {
    add('bytes to', sumOf(await lines(TITLES.toServer)), last('bytes', 'to the server'));
    add('bytes back from', sumOf(await lines(TITLES.toClient)), last('bytes', 'to the client'));
  }
  return pairs;
}

/** All that a dashboard and the console both say; with an edit, of the same figures. */
async function figuresOf(file: string, edit?: Asked['edit']): Promise<readonly Pair[]> {
  const own = new Set(meshesOf(file));
  const nodes = graph.nodes.filter(
    ({ kind, meshes }) => kind === 'workload' && meshes.some((mesh) => own.has(mesh)),
  );
  const by = edit === undefined ? asked : { ...asked, edit };
  const pairs: Pair[] = [];
  // One after the other: the console has so many places for questions.
  for (const node of nodes) pairs.push(...(await pairsOf(file, node, by)));
  return pairs;
}

/** Pairs that are further apart than 1 %, for reading. */
function apart(pairs: readonly Pair[]): readonly string[] {
  return pairs
    .filter(({ drawn: shown = NaN, told = NaN }) => {
      const most = 0.01 * Math.max(Math.abs(told), 1e-3);
      return !(Math.abs(shown - told) <= most);
    })
    .map(({ what, drawn: shown, told }) => `${what}: ${String(shown)} beside ${String(told)}`);
}

/** Mistakes in a dashboard, each of which some figure must tell. */
const DEFECTS: readonly (readonly [string, string, (expr: string) => string])[] = [
  ['istio.json', 'who reports', (e) => e.replaceAll('"destination"', '"source"')],
  ['istio.json', 'what fails', (e) => e.replaceAll('response_code=~"5.."', 'response_code=~"4.."')],
  ['istio.json', 'which quantile', (e) => e.replaceAll('quantile(0.95', 'quantile(0.9')],
  ['istio.json', 'which bytes', (e) => e.replaceAll('_received_', '_sent_')],
  ['ambient.json', 'who reports', (e) => e.replaceAll('"waypoint"', '"destination"')],
  ['ambient.json', 'which side of ztunnel', (e) => e.replaceAll('"destination"', '"source"')],
  ['linkerd.json', 'which direction', (e) => e.replaceAll('"inbound"', '"outbound"')],
  ['linkerd.json', 'the responses', (e) => e.replaceAll('response_total', 'request_total_')],
  ['linkerd.json', 'which peer', (e) => e.replaceAll('peer="src"', 'peer="dst"')],
  ['envoy.json', 'which listener', (e) => e.replaceAll('public_listener|', 'upstream|')],
  ['envoy.json', 'the class', (e) => e.replaceAll('class="5"', 'class="5xx"')],
  ['envoy.json', 'which clusters', (e) => e.replaceAll('cds_ingress', 'cds_egress')],
];

describe('the figures of the dashboards', () => {
  const shown = new Map<string, readonly Pair[]>();

  it.each(FILES)('%s has those of the console at the same moment', async (file) => {
    const pairs = (await figuresOf(file)).filter(({ drawn: value }) => value !== undefined);
    shown.set(file, pairs);
    for (const what of ['rate of', 'rate in the graph of', 'errors of', 'p95 of', 'bytes to']) {
      expect(pairs.filter((pair) => pair.what.startsWith(what)).length).toBeGreaterThan(0);
    }
    expect(apart(pairs)).toEqual([]);
  });

  it.each(DEFECTS)('%s is seen to be wrong in: %s', async (file, _, edit) => {
    const known = new Set(shown.get(file)?.map(({ what }) => what));
    expect(known.size).toBeGreaterThan(8);
    const pairs = await figuresOf(file, edit);
    const gone = [...known].filter((what) => pairs.every((pair) => pair.what !== what));
    expect([...gone, ...apart(pairs.filter(({ what }) => known.has(what)))]).not.toEqual([]);
  });
});
