import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tellerOf } from '@/demo/model/accounts';
import type { TrueEdge } from '@/demo/model/types';
import { readEmbed } from '@/lib/contract/embed-url';
import { readView } from '@/lib/contract/view-url';
import { MESHES } from '@/lib/mesh/registry';
import { demoModel } from '@/lib/testing/demo-model';
import { dashboardTexts, filledQuery, readDashboard } from '@/lib/testing/grafana-dashboards';
import { isPromQl } from '@/lib/testing/is-promql';
import { answersOf } from '@/lib/testing/mesh-answers';

const root = new URL('..', import.meta.url);
const NOW = 1_790_000_000;
const WINDOW = 300;

const texts = dashboardTexts();
const read = readDashboard;
const filled = (expr: string, namespace: string) => filledQuery(expr, namespace, WINDOW);

describe.each(texts)('%s', (name, text) => {
  const { panels, templating } = read(name);

  it('has every variable that it names', () => {
    const known = new Set(templating.list.map(({ name: variable }) => variable));
    const named = [...text.matchAll(/\$\{?(\w+)/g)].map(([, variable = '']) => variable);
    expect(named.filter((one) => !known.has(one) && !one.startsWith('__'))).toEqual([]);
  });

  it('has queries of PromQL’s own grammar', () => {
    const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => filled(expr, 'a')));
    expect(queries.filter((query) => !isPromQl(query))).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});

describe('the ways between Grafana and the console', () => {
  it('lead to a dashboard that there is, from every mesh that names one', () => {
    const named = MESHES.flatMap(({ dashboard }) => (dashboard === undefined ? [] : [dashboard]));
    expect(named.length).toBeGreaterThan(2);
    const uids = texts.map(([name]) => read(name).uid);
    expect(named.filter((uid) => !uids.includes(uid))).toEqual([]);
  });

  it.each(texts)('lead from %s to the graph of the same namespace and time', (name) => {
    const [link] = read(name).links;
    const filledIn = (link?.url ?? '')
      .replace('${alidade}', 'https://alidade.example')
      .replace('${namespace:csv}', 'shop')
      .replace('${__from:date:seconds}', '1700000000')
      .replace('${__to:date:seconds}', '1700000300');
    const url = new URL(filledIn);
    expect(url.origin + url.pathname).toBe('https://alidade.example/graph');
    expect(readView(url.searchParams)).toMatchObject({
      namespaces: ['shop'],
      between: { fromMs: 1_700_000_000_000, toMs: 1_700_000_300_000 },
    });
  });
});

const total = (edges: readonly TrueEdge[], of: (edge: TrueEdge) => number) =>
  edges.reduce((sum, edge) => sum + of(edge), 0);

/** Whether a label is the workload's name, or that of a pod of it. */
function isNameOf(label: string, value: string, workload: string): boolean {
  return label === 'pod' ? value.startsWith(`${workload}-`) : value === workload;
}

// Of a workload on whose way nothing is lost: what is lost has no name in the truth.
describe.each([
  ['istio.json', 'destination_workload', 'istio', 'shop/'],
  // A place with a waypoint: without one nobody counts requests.
  ['ambient.json', 'destination_workload', 'ambient', 'booking/'],
  ['linkerd.json', 'deployment', 'linkerd', ''],
  ['envoy.json', 'pod', 'consul', 'billing/invoices-'],
])('%s, asked of the demo', (file, label, mesh, start) => {
  const model = demoModel();
  const truth = model.truth(NOW, WINDOW);
  const isWhole = ({ host }: TrueEdge) =>
    truth.every((edge) => edge.target !== 'unknown' || edge.host !== host);
  const found = truth.find(
    (edge) =>
      edge.meshes[1] === mesh &&
      edge.target.startsWith(start) &&
      edge.protocol === 'http' &&
      (mesh !== 'ambient' || tellerOf(edge) === 'waypoint') &&
      isWhole(edge),
  );
  const [namespace = '', workload = ''] = found?.target.split('/') ?? [];
  const taken = truth.filter(({ target }) => target === `${namespace}/${workload}`);
  const isOf = (value = '') => isNameOf(label, value, workload);
  const answers = answersOf(
    model,
    read(file).panels.map(({ title, targets }) => ({
      key: title,
      promql: filled(targets[0]?.expr ?? '', namespace),
    })),
    NOW,
  );
  const of = (title: string) =>
    (answers.get(title) ?? [])
      .filter(({ labels }) => isOf(labels.get(label)))
      .map(({ value }) => value);

  it('shows the true requests and errors', () => {
    const rate = of('Requests').reduce((sum, one) => sum + one, 0);
    expect(rate / total(taken, ({ requestRate }) => requestRate)).toBeCloseTo(1, 2);
    expect(rate).toBeGreaterThan(1);
    const share = total(taken, ({ errorRate }) => errorRate) / rate;
    for (const one of of('Errors')) expect(one).toBeCloseTo(share, 3);
    expect(of('Errors')).toHaveLength(of('Requests').length);
  });

  it('shows latencies in order', () => {
    const [p50 = NaN] = of('Latency, p50');
    const [p95 = NaN] = of('Latency, p95');
    const [p99 = NaN] = of('Latency, p99');
    expect(p50).toBeGreaterThan(0);
    expect(p95).toBeGreaterThan(p50);
    expect(p99).toBeGreaterThan(p95);
  });
});

describe.each([
  ['istio.json', 'destination_workload', 'istio'],
  ['ambient.json', 'destination_workload', 'ambient'],
  ['linkerd.json', 'deployment', 'linkerd'],
  ['envoy.json', 'pod', 'consul'],
  ['envoy.json', 'pod', 'app-mesh'],
])('%s, asked of the demo about TCP by %s of %s', (file, label, mesh) => {
  const model = demoModel();
  const truth = model.truth(NOW, WINDOW);
  const [found] = truth.filter(({ protocol, meshes }) => protocol === 'tcp' && meshes[1] === mesh);
  const [namespace = '', workload = ''] = found?.target.split('/') ?? [];
  const taken = truth.filter(({ target }) => target === `${namespace}/${workload}`);
  const isOf = (value = '') => isNameOf(label, value, workload);

  it('shows the true bytes of both ways', () => {
    const panels = read(file).panels.filter(({ title }) => /bytes/i.test(title));
    expect(panels).toHaveLength(2);
    const shown = panels.map(({ title, targets }) => {
      const promql = filled(targets[0]?.expr ?? '', namespace);
      return (answersOf(model, [{ key: title, promql }], NOW).get(title) ?? [])
        .filter(({ labels }) => isOf(labels.get(label)))
        .reduce((sum, { value }) => sum + value, 0);
    });
    const ways = [
      total(taken, ({ requestBytesPerSecond }) => requestBytesPerSecond),
      total(taken, ({ responseBytesPerSecond }) => responseBytesPerSecond),
    ];
    expect(shown.map((value, i) => value / (ways[i] ?? NaN))).toEqual([
      expect.closeTo(1, 2),
      expect.closeTo(1, 2),
    ]);
  });
});

describe('istio.json, asked of the demo about gRPC', () => {
  const model = demoModel();
  const truth = model.truth(NOW, WINDOW);
  // The server's own account: what was lost on the way never reached it.
  const failing = truth.filter(
    ({ protocol, meshes, errorRate, target }) =>
      protocol === 'grpc' && meshes[1] === 'istio' && errorRate > 0 && target.includes('/'),
  );

  it('counts failures that have an HTTP status of 200', () => {
    expect(failing.length).toBeGreaterThan(0);
    const [namespace = '', workload = ''] = failing[0]?.target.split('/') ?? [];
    const taken = truth.filter(({ target }) => target === `${namespace}/${workload}`);
    const errors = read('istio.json').panels.find(({ title }) => title === 'Errors');
    const promql = filled(errors?.targets[0]?.expr ?? '', namespace);
    const shown = (expr: string) =>
      (answersOf(model, [{ key: 'errors', promql: expr }], NOW).get('errors') ?? []).find(
        ({ labels }) => labels.get('destination_workload') === workload,
      )?.value;
    const share =
      total(taken, ({ errorRate }) => errorRate) / total(taken, ({ requestRate }) => requestRate);
    expect(shown(promql)).toBeCloseTo(share, 3);
    // Without what gRPC says, they are not seen.
    expect(shown(promql.replace('2|4|8|12|13|14|15', 'none'))).toBeLessThan(share / 2);
  });
});

describe('the frames of panels.json', () => {
  const frames = read('panels.json')
    .panels.map(({ options }) => /src="\$\{alidade\}([^"?]+)\?([^"]*)"/.exec(options.content))
    .map((found) => ({ path: found?.[1] ?? '', query: found?.[2] ?? '' }));

  it.each(frames)('$path takes what it is given', ({ path, query }) => {
    expect(() => readFileSync(new URL(`app${path}/page.tsx`, root))).not.toThrow();
    const given = query
      .replace('${__from}', '1700000000000')
      .replace('${__to}', '1700003600000')
      .replace('${namespace:csv}', 'shop')
      .replace('${service}', 'cart');
    expect(given).not.toContain('$');
    const { view, node } = readEmbed(new URLSearchParams(given));
    expect(view).toMatchObject({
      namespaces: ['shop'],
      between: { fromMs: 1_700_000_000_000, toMs: 1_700_003_600_000 },
    });
    expect(node).toBe(query.includes('service') ? 'Kubernetes/shop/service/cart' : null);
  });
});
