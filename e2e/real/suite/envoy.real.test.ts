import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseNodeId, type MeshEdge } from '@/lib/domain/model';
import type { Split, SplitTarget } from '@/lib/domain/split';
import type { MeshTelemetry, NamedQuery, QueryAnswers, SplitObservation } from '@/lib/mesh/adapter';
import { SENT_BYTES, sendLoad, TIMES, warmUp, type Report } from '../envoy/campaign';
import { APP_MESH_DIALECT, CONSUL_DIALECT, NAMESPACE, type Dialect } from '../envoy/dialect';
import { startTown, type ServiceName, type Town } from '../envoy/town';
import { REPLY_BYTES } from '../envoy/upstreams';
import { sleep } from '../world/processes';
import { createPrometheus, ENVOY_SCRAPE_SECONDS, type RealPrometheus } from '../world/prometheus';
import { askPrometheus } from './ask';

/** Holds the whole load, and nothing of what came before. */
const WINDOW = 40;
/** Prometheus knows growth only between the first and the last of its samples. */
const SEEN_SECONDS = WINDOW - ENVOY_SCRAPE_SECONDS;
const DIALECTS = { consul: CONSUL_DIALECT, 'app-mesh': APP_MESH_DIALECT } as const;
/** Envoy puts histograms together every five seconds; then they have to be scraped. */
const FLUSH_SECONDS = 7;
type MeshName = keyof typeof DIALECTS;

interface Account {
  readonly town: Town;
  readonly report: Report;
  /** What the servers got before the load. */
  readonly before: ReadonlyMap<string, number>;
  readonly telemetry: MeshTelemetry;
  readonly observed: SplitObservation | undefined;
  /** What the charts of each edge say of the same moment: the sum of a panel's query, by its place. */
  readonly charts: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

const WORKLOADS = ['shelf-v1', 'shelf-v2', 'rates-v1', 'loans', 'ledger', 'slow', 'db'];
const folder = mkdtempSync(join(tmpdir(), 'alidade-envoy-'));
const towns = new Map<MeshName, Town>();
const accounts = new Map<MeshName, Account>();
let prometheus: RealPrometheus;
let atSeconds = 0;

function account(mesh: MeshName): Account {
  const found = accounts.get(mesh);
  if (found === undefined) throw new Error(`no account of ${mesh}`);
  return found;
}

async function answersOf(queries: readonly NamedQuery[]): Promise<QueryAnswers> {
  const pairs = queries.map(async ({ key, promql }) => {
    const samples = await askPrometheus(prometheus.url, promql, atSeconds);
    const known = samples.filter(({ value }) => !Number.isNaN(value));
    return [
      key,
      known.map(({ labels, value }) => ({ labels: new Map(Object.entries(labels)), value })),
    ] as const;
  });
  return new Map(await Promise.all(pairs));
}

/** The choice between the versions of `shelf`, as the mesh's objects would give it. */
function splitOf(mesh: MeshName): Split {
  const target = (version: string): SplitTarget => ({
    ...{ host: 'shelf', fqdn: `shelf.${NAMESPACE}.svc.cluster.local`, labels: {}, resolved: true },
    ...(mesh === 'consul' ? { subset: version } : {}),
    ...{ weight: null, share: null, workloads: [`shelf-${version}`] },
  });
  return {
    ...{ id: 'shelf', mesh, protocol: 'http', hosts: ['shelf'], match: [], candidates: [] },
    carrier: {
      ...{ group: '', version: '', kind: '', plural: '', namespace: NAMESPACE, name: 'shelf' },
      ...{ path: '', resourceVersion: '' },
    },
    targets: [target('v1'), target('v2')],
    arithmetic: { kind: 'sum', total: 100, step: 1 },
    owner: { kind: 'hand' },
    warnings: [],
  };
}

async function readTelemetry(adapter: Dialect['adapter']): Promise<MeshTelemetry> {
  const request = { windowSeconds: WINDOW, view: 'workload', proxies: 'folded' } as const;
  return adapter.telemetry(await answersOf(adapter.telemetryQueries(request)), request);
}

/** Asks what the charts of the edges ask, for the moment that the load is over. */
async function readCharts(
  adapter: Dialect['adapter'],
  edges: readonly MeshEdge[],
): Promise<Account['charts']> {
  const pairs = edges.map(async ({ id }) => {
    const queries = adapter
      .panels({ kind: 'edge', edge: id }, WINDOW)
      .flatMap(({ id: panel, queries: of }) =>
        of.map(({ promql }, i) => ({ key: `${panel} ${i}`, promql })),
      );
    const sums = [...(await answersOf(queries))].map(([key, samples]) => {
      const sum = samples.reduce((all, { value }) => all + value, 0);
      return [key, samples.length === 0 ? NaN : sum] as const;
    });
    return [id, new Map(sums)] as const;
  });
  return new Map(await Promise.all(pairs));
}

/** Two towns of proxies begin here, on a machine that may have other work. */
const STARTED_WITHIN_MS = 400_000;

beforeAll(async () => {
  const meshes = Object.keys(DIALECTS) as MeshName[];
  for (const mesh of meshes) towns.set(mesh, await startTown(DIALECTS[mesh], join(folder, mesh)));
  const all = [...towns];
  const envoys = all.flatMap(([, { targets }]) => targets);
  prometheus = await createPrometheus({ name: 'prometheus', folder: join(folder, 'p'), envoys });
  await prometheus.program.start();
  await Promise.all(all.map(([, town]) => warmUp(town)));
  const rested = Date.now();
  const before = all.map(([, { got }]) => new Map(WORKLOADS.map((name) => [name, got(name)])));
  const reports = await Promise.all(
    all.map(([, town]) => sendLoad(town, (service) => TIMES[service])),
  );
  // Statuses of gRPC are looked at in steps of ten seconds, the first of which has to be before the load.
  atSeconds = Math.floor(rested / 1_000) + WINDOW - 12;
  expect(Date.now() / 1_000).toBeLessThan(atSeconds - FLUSH_SECONDS);
  await sleep(atSeconds * 1_000 + 1_000 - Date.now());
  for (const [i, [mesh, town]] of all.entries()) {
    const { adapter } = DIALECTS[mesh];
    const telemetry = await readTelemetry(adapter);
    const answers = await answersOf(adapter.observationQueries(WINDOW));
    const [observed] = adapter.observe([splitOf(mesh)], answers);
    const report = reports[i];
    if (report === undefined) throw new Error('no report');
    const charts = await readCharts(adapter, telemetry.edges);
    const own = { town, report, before: before[i] ?? new Map<string, number>() };
    accounts.set(mesh, { ...own, telemetry, observed, charts });
  }
}, STARTED_WITHIN_MS);

afterAll(async () => {
  await prometheus.program.stop();
  await Promise.all([...towns.values()].map((town) => town.close()));
  rmSync(folder, { recursive: true, force: true });
});

const nameOf = (id: string) => {
  const node = parseNodeId(id);
  return node?.kind === 'workload' ? node.name : (node?.name ?? id);
};

function edgesTo({ telemetry }: Account, target: string): readonly MeshEdge[] {
  return telemetry.edges.filter((edge) => nameOf(edge.target) === target);
}

/** The only edge to a target; from `web`. */
function edgeTo(from: Account, target: string): MeshEdge {
  const [edge, ...others] = edgesTo(from, target);
  if (edge === undefined) throw new Error(`no edge to ${target}`);
  expect(others.map(({ id }) => id)).toEqual([]);
  expect(nameOf(edge.source)).toBe('web');
  return edge;
}

const countOf = (rate: number | null | undefined) => (rate ?? NaN) * SEEN_SECONDS;

function expectCount(rate: number | null | undefined, want: number): void {
  expect(want).toBeGreaterThan(0);
  expect(countOf(rate) / want, `${countOf(rate)} in place of ${want}`).toBeGreaterThan(0.99);
  expect(countOf(rate) / want, `${countOf(rate)} in place of ${want}`).toBeLessThan(1.01);
}

function sent({ report }: Account, service: ServiceName, ...outcomes: readonly string[]): number {
  return outcomes.reduce((sum, outcome) => sum + (report[service].get(outcome) ?? 0), 0);
}

function got({ town, before }: Account, workload: string): number {
  return town.got(workload) - (before.get(workload) ?? 0);
}

const rateOfCode = ({ signals }: MeshEdge, code: string, flags?: string) =>
  signals.codes
    .filter((each) => each.httpCode === code && each.flags === flags)
    .reduce((sum, { rate }) => sum + rate, 0);

describe.each(Object.keys(DIALECTS) as MeshName[])('a real Envoy as %s configures it', (mesh) => {
  const { hostOf, countsStatuses } = DIALECTS[mesh];
  const outside = (service: string, version?: string) =>
    hostOf(mesh === 'consul' || version === undefined ? service : `${service}-${version}`);

  it('leads to every server and to nothing else, from nobody but its caller', () => {
    const { telemetry } = account(mesh);
    expect(telemetry.warnings ?? []).toEqual([]);
    const found = telemetry.edges.map(
      ({ source, target, protocol }) => `${nameOf(source)} > ${nameOf(target)} ${protocol}`,
    );
    expect(found.toSorted()).toEqual(
      [
        ...['shelf-v1', 'shelf-v2', 'loans'].map((name) => `web > ${name} http`),
        'web > ledger grpc',
        'web > db tcp',
        `web > ${outside('rates', 'v1')} http`,
        ...['slow', 'gone'].map((name) => `web > ${outside(name)} http`),
      ].toSorted(),
    );
  });

  it('counts what each of two weighted clusters got', () => {
    const from = account(mesh);
    const all = got(from, 'shelf-v1') + got(from, 'shelf-v2');
    expect(all).toBe(TIMES.shelf);
    expect(got(from, 'shelf-v2') / all).toBeGreaterThan(0.05);
    expect(got(from, 'shelf-v2') / all).toBeLessThan(0.15);
    const rates = ['shelf-v1', 'shelf-v2'].map((name) => edgeTo(from, name).signals.requestRate);
    for (const [i, rate] of rates.entries()) expectCount(rate, got(from, `shelf-v${i + 1}`));
    const [v1, v2] = from.observed?.targets ?? [];
    expectCount(v1?.requestRate, got(from, 'shelf-v1'));
    expectCount(v2?.requestRate, got(from, 'shelf-v2'));
  });

  it('tells 5xx apart, and the bucket of p95', () => {
    const from = account(mesh);
    const edges = ['shelf-v1', 'shelf-v2'].map((name) => edgeTo(from, name));
    expectCount(
      edges.reduce((sum, edge) => sum + rateOfCode(edge, '500'), 0),
      sent(from, 'shelf', '500'),
    );
    const errors = edges.reduce(
      (sum, { signals }) => sum + (signals.errorRatio ?? NaN) * (signals.requestRate ?? NaN),
      0,
    );
    expectCount(errors, sent(from, 'shelf', '500'));
    for (const { signals } of edges) {
      expect(signals.p95).toMatchObject({ lowMs: 100, highMs: 250 });
      expect(signals.p95?.valueMs).toBeGreaterThanOrEqual(100);
      expect(signals.p95?.valueMs).toBeLessThanOrEqual(250);
    }
  });

  it('keeps two services apart that have a subset of one name', () => {
    const from = account(mesh);
    const { signals } = edgeTo(from, outside('rates', 'v1'));
    expectCount(signals.requestRate, sent(from, 'rates', '200', '404'));
    expect(signals.errorRatio).toBe(0);
  });

  it('counts a request that was tried again once, and finds no other caller in the second try', () => {
    const from = account(mesh);
    expect(sent(from, 'loans', '200')).toBe(TIMES.loans);
    expect(got(from, 'loans')).toBe(TIMES.loans * 1.5);
    const { signals, notes } = edgeTo(from, 'loans');
    expectCount(signals.requestRate, TIMES.loans);
    expect(signals.errorRatio).toBe(0);
    expect(notes?.join(' ')).toContain('tried 50.0 % of the requests again');
  });

  it('tells a timeout of the caller by its flag', () => {
    const from = account(mesh);
    const edge = edgeTo(from, outside('slow'));
    expectCount(edge.signals.requestRate, TIMES.slow);
    expect(sent(from, 'slow', '504')).toBeGreaterThanOrEqual(TIMES.slow / 4);
    expectCount(rateOfCode(edge, '504', 'UT'), sent(from, 'slow', '504'));
  });

  it('tells a refused connection by its flag', () => {
    const from = account(mesh);
    const edge = edgeTo(from, outside('gone'));
    expect(sent(from, 'gone', '503')).toBe(TIMES.gone);
    expectCount(rateOfCode(edge, '503', 'UF'), TIMES.gone);
    expect(edge.signals.errorRatio).toBe(1);
  });

  it('tells failures of gRPC by their status, or that nobody knows them', () => {
    const from = account(mesh);
    const { signals, notes } = edgeTo(from, 'ledger');
    expectCount(signals.requestRate, TIMES.ledger);
    expect(sent(from, 'ledger', '0', '5', '13')).toBe(TIMES.ledger);
    if (!countsStatuses) {
      expect(signals.errorRatio).toBeUndefined();
      expect(notes?.join(' ')).toContain('do not count the statuses of gRPC');
      return;
    }
    for (const status of ['0', '5', '13']) {
      const found = signals.codes.filter(({ grpcStatus }) => grpcStatus === status);
      expectCount(
        found.reduce((sum, { rate }) => sum + rate, 0),
        sent(from, 'ledger', status),
      );
    }
    expect(signals.errorRatio).toBeCloseTo(sent(from, 'ledger', '13') / TIMES.ledger, 3);
  });

  it('counts the bytes of TCP both ways', () => {
    const from = account(mesh);
    expect(sent(from, 'db', String(REPLY_BYTES))).toBe(TIMES.db);
    const { signals } = edgeTo(from, 'db');
    expectCount(signals.requestBytesPerSecond, TIMES.db * SENT_BYTES);
    expectCount(signals.responseBytesPerSecond, TIMES.db * REPLY_BYTES);
    expectCount(signals.connectionsPerSecond, TIMES.db);
  });

  it('knows which calls are under mutual TLS', () => {
    const from = account(mesh);
    const shareTo = (target: string) => edgeTo(from, target).signals.mtlsShare;
    expect(['shelf-v1', 'shelf-v2', 'db'].map(shareTo)).toEqual([1, 1, 1]);
    // Of Consul's proxies every call is, whatever Envoy counts; App Mesh leaves it to each virtual node.
    expect(shareTo('loans')).toBe(mesh === 'consul' ? 1 : 0);
  });

  it('charts what was sent', () => {
    const from = account(mesh);
    const chartOf = (target: string, key: string) =>
      from.charts.get(edgeTo(from, target).id)?.get(key);
    for (const name of ['shelf-v1', 'shelf-v2'])
      expectCount(chartOf(name, 'rate 0'), got(from, name));
    const failed = ['shelf-v1', 'shelf-v2'].map(
      (name) => (chartOf(name, 'errors 0') ?? NaN) * (chartOf(name, 'rate 0') ?? NaN),
    );
    expectCount(
      failed.reduce((sum, each) => sum + each, 0),
      sent(from, 'shelf', '500'),
    );
    expect(chartOf('shelf-v1', 'latency 1')).toBeGreaterThanOrEqual(100);
    expect(chartOf('shelf-v1', 'latency 1')).toBeLessThanOrEqual(250);
    expectCount(chartOf(outside('gone'), 'rate 0'), TIMES.gone);
    expect(chartOf(outside('gone'), 'errors 0')).toBeCloseTo(1, 6);
    expectCount(chartOf('db', 'bytes 0'), TIMES.db * SENT_BYTES);
    expectCount(chartOf('db', 'bytes 1'), TIMES.db * REPLY_BYTES);
  });
});
