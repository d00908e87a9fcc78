import { beforeAll, describe, expect, it } from 'vitest';
import { startPrometheus } from '../../../demo/prometheus/start-prometheus';
import type { Listening } from '../../../demo/listen';
import { epochMs } from '@/lib/domain/units';
import { equals, like, noneOf, oneOf, selector, startsWith } from '@/lib/domain/promql';
import { MESHES } from '@/lib/mesh/registry';
import { demoModel } from '@/lib/testing/demo-model';
import { createPrometheusClient, type PrometheusClient } from '@/lib/upstream/prometheus/client';
import { remoteWrite } from '../world/remote-write';
import { readWorld } from '../world/world';

const world = readWorld();
const never = new AbortController().signal;
const STEP_SECONDS = 5;
const HISTORY_SECONDS = 900;
/** The last sample; the demo and the real server see the same ones up to here. */
const LAST_SECONDS = Math.floor(Date.now() / 1000 / STEP_SECONDS) * STEP_SECONDS;
const AT = epochMs(LAST_SECONDS * 1000);

let demo: Listening;
let asDemo: PrometheusClient;
let asReal: PrometheusClient;

const SERIES_PER_REQUEST = 500;

async function writeHistory(model: ReturnType<typeof demoModel>): Promise<number> {
  const all = model.series();
  for (let first = 0; first < all.length; first += SERIES_PER_REQUEST) {
    const some = all.slice(first, first + SERIES_PER_REQUEST).map((series) => ({
      labels: { ...series.labels, __name__: series.name },
      samples: moments().map((at) => [at * 1000, series.valueAt(at)] as const),
    }));
    await remoteWrite(world.writtenPrometheusUrl, some);
  }
  return all.length;
}

function moments(): readonly number[] {
  const count = HISTORY_SECONDS / STEP_SECONDS;
  return Array.from({ length: count + 1 }, (_, i) => LAST_SECONDS - (count - i) * STEP_SECONDS);
}

beforeAll(async () => {
  const model = demoModel();
  demo = await startPrometheus({
    model,
    port: 0,
    now: () => LAST_SECONDS,
    scrapeSeconds: STEP_SECONDS,
  });
  asDemo = createPrometheusClient({ baseUrl: demo.url, timeoutMs: 60_000 });
  asReal = createPrometheusClient({ baseUrl: world.writtenPrometheusUrl, timeoutMs: 60_000 });
  await writeHistory(model);
  return async () => {
    await Promise.all([asDemo.close(), asReal.close(), demo.close()]);
  };
});

/** Every query that the console sends, for each window and view. */
function consoleQueries(): readonly string[] {
  return MESHES.flatMap((mesh) =>
    [60, 300, 600].flatMap((windowSeconds) => [
      ...(['workload', 'service', 'app'] as const).flatMap((view) =>
        mesh
          .telemetryQueries({ windowSeconds, view, proxies: 'folded' })
          .map(({ promql }) => promql),
      ),
      ...mesh.namespaceQueries(windowSeconds).map(({ promql }) => promql),
      ...mesh.observationQueries(windowSeconds).map(({ promql }) => promql),
    ]),
  );
}

const M = 'istio_requests_total';

/** Parts of PromQL that the console is built from, put together in many ways. */
function writtenQueries(): readonly string[] {
  const selections = [
    selector(M),
    selector(M, [equals('reporter', 'destination')]),
    selector(M, [equals('response_code', '')]),
    selector(M, [like('response_code', '5..')]),
    selector(M, [oneOf('destination_service_namespace', ['shop', 'payments', 'no.such|one'])]),
    selector(M, [noneOf('destination_service_namespace', ['shop', 'istio-system'])]),
    selector(M, [startsWith('destination_workload', 'c')]),
    selector(M, [oneOf('destination_workload', [])]),
    selector(M, [equals('destination_workload', '"} or up{a="')]),
    selector(M, [oneOf('destination_workload', ['.*', '"\\|\n', 'a'])]),
    selector('istio_tcp_sent_bytes_total', [equals('reporter', 'source')]),
    selector('no_such_metric'),
  ];
  const windows = ['1m', '5m', '10m'];
  const functions = [
    'rate',
    'increase',
    'irate',
    'delta',
    'changes',
    'max_over_time',
    'count_over_time',
  ];
  const groupings = [
    'by (reporter)',
    'by (source_workload, destination_workload)',
    'without (pod, instance)',
    '',
  ];
  const rates = selections.flatMap((selection) =>
    functions.flatMap((name) => windows.map((window) => `${name}(${selection}[${window}])`)),
  );
  return [
    ...rates.map((rate, i) => `sum ${groupings[i % groupings.length] ?? ''} (${rate})`),
    ...['max', 'min', 'avg', 'count'].map((name) => `${name} by (reporter) (rate(${M}[5m]))`),
    ...[0.5, 0.9, 0.95, 0.99, 0, 1].flatMap((quantile) =>
      windows.map(
        (window) =>
          `histogram_quantile(${quantile}, sum by (le, destination_workload) (rate(istio_request_duration_milliseconds_bucket[${window}])))`,
      ),
    ),
    `sum(rate(${M}{response_code=~"5.."}[5m])) / sum(rate(${M}[5m]))`,
    `sum by (reporter) (rate(${M}[5m])) > 1`,
    `sum by (reporter) (rate(${M}[5m])) or sum by (le) (rate(${M}[5m]))`,
    `topk(3, sum by (destination_workload) (rate(${M}[5m])))`,
    `sum(rate(${M}[5m] offset 1m))`,
    `rate(${M}{reporter="source"}[1m] offset 5m) * 0`,
    `label_replace(sum by (pod) (rate(${M}[5m])), "x", "$1", "pod", "(.*)-.*")`,
    'vector(1)',
    '1 + 1',
    `sum(rate(${M}[5m])) unless sum(rate(no_such[5m]))`,
  ];
}

type Values = ReadonlyMap<string, number>;

function byLabels(samples: Awaited<ReturnType<PrometheusClient['instant']>>['samples']): Values {
  return new Map(
    samples.map(({ labels, value }) => [JSON.stringify([...labels].toSorted()), value]),
  );
}

function differences(demoValues: Values, realValues: Values): readonly string[] {
  const keys = [...new Set([...demoValues.keys(), ...realValues.keys()])];
  return keys
    .map((key) => ({ key, a: demoValues.get(key), b: realValues.get(key) }))
    .filter(({ a, b }) => a === undefined || b === undefined || !isClose(a, b))
    .map(({ key, a, b }) => `${key}: demo ${String(a)}, real ${String(b)}`);
}

const isClose = (a: number, b: number) =>
  Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));

const QUERIES = [...new Set([...consoleQueries(), ...writtenQueries()])];

describe('the demo Prometheus and a real one with the same samples', () => {
  it('are asked some hundreds of queries', () => {
    expect(QUERIES.length).toBeGreaterThan(250);
  });

  it.each(QUERIES)('answer alike at one moment: %s', async (promql) => {
    const at = epochMs(AT - 7_300);
    const [a, b] = await Promise.all([
      asDemo.instant(promql, at, never),
      asReal.instant(promql, at, never),
    ]);
    expect(differences(byLabels(a.samples), byLabels(b.samples)).slice(0, 3)).toEqual([]);
  });

  it.each(consoleQueries().filter((_, i) => i % 4 === 0))(
    'answer alike over a range: %s',
    async (promql) => {
      const range = { fromMs: epochMs(AT - 240_000), toMs: AT, stepSeconds: 30 };
      const [a, b] = await Promise.all([
        asDemo.range(promql, range, never),
        asReal.range(promql, range, never),
      ]);
      const flat = (answer: typeof a) =>
        new Map(
          answer.series.flatMap(({ labels, points }) =>
            points.flatMap(([time, value]) =>
              value === null
                ? []
                : [[JSON.stringify([time, ...[...labels].toSorted()]), value] as const],
            ),
          ),
        );
      expect(differences(flat(a), flat(b)).slice(0, 3)).toEqual([]);
    },
  );

  it.each(['sum(', 'rate(x)', 'x{a=1}', 'sum by (1) (x)', 'x[5m]', '{}', 'histogram_quantile(x)'])(
    'both refuse what is no query: %s',
    async (promql) => {
      for (const client of [asDemo, asReal]) {
        await expect(client.instant(promql, AT, never)).rejects.toMatchObject({
          upstream: 'prometheus',
        });
      }
    },
  );
});
