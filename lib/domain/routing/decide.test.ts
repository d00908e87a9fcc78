import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editYaml, type YamlEdit } from '@/lib/domain/yaml-edit';
import { decide } from '@/lib/domain/routing/decide';
import type { RouteTable } from '@/lib/domain/routing/dialect';
import { readRules, type ReadRule } from '@/lib/domain/routing/read-rules';
import { meets, type Condition, type ExampleRequest } from '@/lib/domain/routing/request-match';
import {
  addCondition,
  addMatch,
  addRule,
  changeCondition,
  moveRule,
  removeCondition,
  removeRule,
} from '@/lib/domain/routing/rule-edits';
import { appMesh } from '@/lib/mesh/app-mesh/adapter';
import { consul } from '@/lib/mesh/consul/adapter';
import { gatewayApi } from '@/lib/mesh/gateway-api/adapter';
import { istio } from '@/lib/mesh/istio/adapter';
import { linkerd } from '@/lib/mesh/linkerd/adapter';
import type { NodeFacts } from '@/lib/mesh/adapter';
import { storeOfYaml } from '@/lib/testing/yaml-store';

const request = (more: Partial<ExampleRequest> = {}): ExampleRequest => ({
  method: 'GET',
  path: '/',
  headers: {},
  query: {},
  grpc: null,
  ...more,
});

const MOBILE = request({ headers: { 'user-agent': 'mobile-ios/3' } });
const CANARY = request({ headers: { canary: 'true' } });
const PLAIN = request({ headers: { 'user-agent': 'firefox' } });

const NODE: NodeFacts = {
  namespace: 'shop',
  services: ['cart'],
  podLabels: [{ app: 'cart', 'consul.hashicorp.com/connect-inject-status': 'injected' }],
};

const SEED = {
  Istio: [
    istio,
    `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: shop }
spec:
  hosts: [cart]
  http:
    - match: [{ headers: { user-agent: { prefix: mobile } } }]
      route: [{ destination: { host: cart, subset: v2 } }]
    - match: [{ headers: { canary: { exact: 'true' } } }]
      route: [{ destination: { host: cart, subset: v2 } }]
    - route:
        - { destination: { host: cart, subset: v1 }, weight: 90 }
        - { destination: { host: cart, subset: v2 }, weight: 10 }`,
    ['cart v1', 'cart v2'],
  ],
  'Gateway API': [
    gatewayApi,
    `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: cart, namespace: shop }
spec:
  parentRefs: [{ group: '', kind: Service, name: cart }]
  rules:
    - backendRefs: [{ name: cart-v1, port: 80, weight: 90 }, { name: cart-v2, port: 80, weight: 10 }]
    - matches:
        - headers: [{ type: RegularExpression, name: User-Agent, value: 'mobile.*' }]
        - headers: [{ name: canary, value: 'true' }]
      backendRefs: [{ name: cart-v2, port: 80 }]`,
    ['cart-v1', 'cart-v2'],
  ],
  Linkerd: [
    linkerd,
    `apiVersion: policy.linkerd.io/v1beta3
kind: HTTPRoute
metadata: { name: cart, namespace: shop }
spec:
  parentRefs: [{ group: core, kind: Service, name: cart }]
  rules:
    - matches: [{ path: { value: / } }]
      backendRefs: [{ name: cart-v1, port: 80, weight: 9 }, { name: cart-v2, port: 80, weight: 1 }]
    - matches:
        - headers: [{ type: RegularExpression, name: user-agent, value: 'mobile.*' }]
        - headers: [{ name: canary, value: 'true' }]
      backendRefs: [{ name: cart-v2, port: 80 }]`,
    ['cart-v1', 'cart-v2'],
  ],
  Consul: [
    consul,
    `apiVersion: consul.hashicorp.com/v1alpha1
kind: ServiceRouter
metadata: { name: cart, namespace: shop }
spec:
  routes:
    - match: { http: { header: [{ name: user-agent, prefix: mobile }] } }
      destination: { serviceSubset: v2 }
    - match: { http: { header: [{ name: canary, exact: 'true' }] } }
      destination: { serviceSubset: v2 }
---
apiVersion: consul.hashicorp.com/v1alpha1
kind: ServiceSplitter
metadata: { name: cart, namespace: shop }
spec:
  splits: [{ weight: 90, serviceSubset: v1 }, { weight: 10, serviceSubset: v2 }]`,
    ['cart v1', 'cart v2'],
  ],
  'App Mesh': [
    appMesh,
    `apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualRouter
metadata: { name: cart, namespace: shop }
spec:
  routes:
    - name: rest
      priority: 30
      httpRoute:
        match: { prefix: / }
        action: { weightedTargets: [{ virtualNodeRef: { name: cart-v1 }, weight: 90 }, { virtualNodeRef: { name: cart-v2 }, weight: 10 }] }
    - name: mobile
      priority: 10
      httpRoute:
        match: { prefix: /, headers: [{ name: user-agent, match: { prefix: mobile } }] }
        action: { weightedTargets: [{ virtualNodeRef: { name: cart-v2 }, weight: 100 }] }
    - name: canary
      priority: 20
      httpRoute:
        match: { prefix: /, headers: [{ name: canary, match: { exact: 'true' } }] }
        action: { weightedTargets: [{ virtualNodeRef: { name: cart-v2 }, weight: 100 }] }
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualNode
metadata: { name: cart-v1, namespace: shop }
spec: { podSelector: { matchLabels: { app: cart } } }`,
    ['cart-v1', 'cart-v2'],
  ],
} as const;

const tableOf = (object: unknown, table: RouteTable) => ({
  table,
  rules: readRules(object, table),
});

function tablesOf(mesh: (typeof SEED)[keyof typeof SEED][0], text: string) {
  const store = storeOfYaml(text);
  return mesh.routing(NODE, store).tables.map((table) => {
    const object = store
      .list(table.object)
      .find(({ metadata }) => metadata.name === table.object.name);
    return tableOf(object, table);
  });
}

describe.each(Object.entries(SEED))('routing by %s', (_, [mesh, text, [v1, v2]]) => {
  const goes = (example: ExampleRequest) =>
    decide(tablesOf(mesh, text), example).goes.map(({ to, share }) => [to, share]);

  it('sends mobile clients and canaries to v2, and the rest nine to one', () => {
    expect(goes(MOBILE)).toEqual([[v2, 1]]);
    expect(goes(CANARY)).toEqual([[v2, 1]]);
    expect(goes(PLAIN)).toEqual([
      [v1, 0.9],
      [v2, 0.1],
    ]);
  });

  it('adds a rule with a condition that is then read back', () => {
    const { table } = must(tablesOf(mesh, text)[0]);
    const added = written(text.split('\n---\n')[0] ?? '', addRule(table.dialect));
    const rule = must(readRules(parse(added), table)[0]);
    const form = must(exactHeader(rule));
    const filled = { name: 'x-beta', value: 'yes' };
    const asked = { ...rule, form: must(rule.form) };
    const edits = addCondition(parse(added), asked, rule.matches[0], form, filled);
    const whole = written(added, edits);
    const again = must(readRules(parse(whole), table)[0]);
    const match = must(again.matches[0]);
    const condition = must(match.conditions[0]);
    expect(condition).toMatchObject({ subject: 'header', ...filled });
    const other = written(whole, changeCondition(condition, form, 'no'));
    expect(readRules(parse(other), table)[0]?.matches[0]?.conditions[0]?.value).toBe('no');
    const removed = written(whole, removeCondition(again, match, condition));
    expect(readRules(parse(removed), table)[0]?.matches).toEqual([]);
  });
});

function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('it is not there');
  return value;
}

function written(text: string, edits: readonly YamlEdit[]): string {
  const result = editYaml(text, edits);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const exactHeader = ({ form }: ReadRule) =>
  form?.conditions.find(
    ({ subject, comparison, negated }) =>
      subject === 'header' && comparison === 'exact' && negated !== true,
  );

it('adds a match that will do as well, and takes rules out', () => {
  const [, text] = SEED.Istio;
  const { table, rules } = must(tablesOf(istio, text)[0]);
  const rule = must(rules[0]);
  const filled = { name: 'x-beta', value: 'yes' };
  const edits = addMatch({ ...rule, form: must(rule.form) }, must(exactHeader(rule)), filled);
  const either = must(readRules(parse(written(text, edits)), table)[0]);
  expect(either.matches).toHaveLength(2);
  const beta = request({ headers: { 'x-beta': 'yes' } });
  const widened = tableOf(parse(written(text, edits)), table);
  expect(decide([widened], beta).taken?.rule.index).toBe(0);
  const fewer = written(text, removeRule(table.dialect, rule));
  expect(readRules(parse(fewer), table)).toHaveLength(rules.length - 1);
});

describe('order', () => {
  const [, text] = SEED.Istio;

  it('decides where the mesh goes by it, so that moving a rule changes the outcome', () => {
    const [read] = tablesOf(istio, text);
    if (read === undefined) throw new Error('no table');
    const moved = editYaml(text, moveRule(read.table.dialect, 2, 0));
    if (!moved.ok) throw new Error(moved.error);
    const { goes, taken } = decide([tableOf(parse(moved.value), read.table)], CANARY);
    expect(goes).toHaveLength(2);
    expect(taken?.rule.index).toBe(0);
  });

  it('tells what an example request cannot say', () => {
    const [read] = tablesOf(istio, text);
    if (read === undefined) throw new Error('no table');
    const spec = { http: [{ match: [{ sourceLabels: { app: 'web' } }], route: [] }] };
    const { doubts, taken } = decide([tableOf({ spec }, read.table)], PLAIN);
    expect(taken?.rule.index).toBe(0);
    expect(doubts).toEqual(['Rule 1 also asks for sourceLabels.']);
  });

  it('goes by the path where the mesh goes by what is most specific', () => {
    const [, route] = SEED['Gateway API'];
    const [read] = tablesOf(gatewayApi, route);
    if (read === undefined) throw new Error('no table');
    const rule = (path: unknown, more = {}) => ({
      matches: [{ path, ...more }],
      backendRefs: [{ name: JSON.stringify(path) }],
    });
    const spec = {
      rules: [
        rule({ type: 'PathPrefix', value: '/a' }, { headers: [{ name: 'canary', value: 'true' }] }),
        rule({ type: 'PathPrefix', value: '/a/b' }),
        rule({ type: 'Exact', value: '/a/b/c' }),
      ],
    };
    const table = tableOf({ spec }, read.table);
    const index = (path: string) => decide([table], { ...CANARY, path }).taken?.rule.index;
    expect(['/a', '/a/b/x', '/a/b/c', '/ab'].map(index)).toEqual([0, 1, 2, undefined]);
  });
});

describe('meets', () => {
  const header = (comparison: Condition['comparison'], value: string, more = {}): Condition => ({
    ...{ subject: 'header', name: 'X-Size', comparison, value },
    ...more,
  });
  const sized = request({ headers: { 'x-size': '42' } });

  it.each([
    [header('range', '10..43'), true],
    [header('range', '10..42'), false],
    [header('regex', '[0-9]+'), true],
    [header('regex', '[0-9]'), false],
    [header('regex', '('), null],
    [header('present', '', { negated: true }), false],
    [header('suffix', '2'), true],
    [{ subject: 'method', comparison: 'one-of', value: 'PUT, GET' } as const, true],
    [{ subject: 'path', comparison: 'exact', value: '/', anyCase: true } as const, true],
    [header('exact', '42', { name: ':path' }), false],
  ])('%j: %s', (condition, met) => {
    expect(meets(sized, condition)).toBe(met);
  });

  it('takes no longer for a pattern that would never end elsewhere', () => {
    const long = request({ headers: { 'x-size': 'a'.repeat(5000) } });
    expect(meets(long, header('regex', '(a+)+b'))).toBe(false);
  });
});

it('knows every rule of the example by its form', () => {
  for (const [mesh, text] of Object.values(SEED)) {
    for (const { rules } of tablesOf(mesh, text)) {
      for (const { matches } of rules) expect(matches.flatMap(({ others }) => others)).toEqual([]);
    }
  }
});
