import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { RouteTable } from '@/lib/domain/routing/dialect';
import { readRules } from '@/lib/domain/routing/read-rules';
import {
  addTarget,
  changeTarget,
  destinationsOf,
  removeTarget,
  weighTarget,
} from '@/lib/domain/routing/target-edits';
import { editYaml, type YamlEdit } from '@/lib/domain/yaml-edit';
import type { MeshAdapter, NodeFacts } from '@/lib/mesh/adapter';
import { appMesh } from '@/lib/mesh/app-mesh/adapter';
import { consul } from '@/lib/mesh/consul/adapter';
import { gatewayApi } from '@/lib/mesh/gateway-api/adapter';
import { istio } from '@/lib/mesh/istio/adapter';
import { linkerd } from '@/lib/mesh/linkerd/adapter';
import { storeOfYaml } from '@/lib/testing/yaml-store';

const NODE: NodeFacts = {
  namespace: 'shop',
  services: ['cart'],
  podLabels: [{ app: 'cart', 'consul.hashicorp.com/connect-inject-status': 'injected' }],
};

const SERVICES = ['cart', 'cart-v1', 'cart-v2', 'till']
  .map((name) => {
    const [app, version] = name.split('-');
    const selector =
      version === undefined ? `{ app: ${app} }` : `{ app: ${app}, version: ${version} }`;
    return `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: ${selector}, ports: [{ port: 9000 }, { port: 80 }] }`;
  })
  .join('\n---\n');

const route = (apiVersion: string) => `apiVersion: ${apiVersion}
kind: HTTPRoute
metadata: { name: cart, namespace: shop }
spec:
  parentRefs: [{ group: '', kind: Service, name: cart }]
  rules:
    - backendRefs: [{ name: cart-v1, port: 80 }] # stays
---
${SERVICES}`;

const backend = (name: string) => ({ group: '', kind: 'Service', name, port: 80 });

const virtualService = (namespace: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: cart, namespace: ${namespace} }
spec:
  hosts: [cart.shop.svc.cluster.local]
  http:
    - route:
        - destination: { host: cart.shop.svc.cluster.local, subset: v1 } # stays
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: cart, namespace: shop }
spec: { host: cart, subsets: [{ name: v1 }, { name: v2 }] }`;

const ROUTER = `apiVersion: consul.hashicorp.com/v1alpha1
kind: ServiceRouter
metadata: { name: cart, namespace: shop }
spec:
  routes:
    - match: { http: { pathPrefix: /new } }
      destination: { service: till, serviceSubset: v7, numRetries: 3 } # stays
    - destination: {}
---
apiVersion: consul.hashicorp.com/v1alpha1
kind: ServiceResolver
metadata: { name: cart, namespace: shop }
spec: { subsets: { v1: {}, v2: {} } }`;

const VIRTUAL_ROUTER = `apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualRouter
metadata: { name: cart, namespace: shop }
spec:
  routes:
    - name: rest
      httpRoute:
        match: { prefix: / }
        action: { weightedTargets: [{ virtualNodeRef: { name: cart-v1 }, weight: 3 }] } # stays
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualNode
metadata: { name: cart-v1, namespace: shop }
spec: { podSelector: { matchLabels: { app: cart } } }
---
apiVersion: appmesh.k8s.aws/v1beta2
kind: VirtualNode
metadata: { name: cart-v2, namespace: shop }
spec: { podSelector: { matchLabels: { app: cart } } }`;

function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('it is not there');
  return value;
}

function tableOf(mesh: MeshAdapter, text: string): RouteTable {
  return must(mesh.routing(NODE, storeOfYaml(text)).tables[0]);
}

function written(text: string, edits: readonly YamlEdit[]): string {
  const result = editYaml(text, edits);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const ruleOf = (text: string, table: RouteTable, index = 0) =>
  must(readRules(parse(text), table)[index]);

const sharesOf = (text: string, table: RouteTable) =>
  ruleOf(text, table).targets.map(({ to, share, weight }) => [to, weight, share]);

const LISTS = [
  ['Istio', istio, virtualService('shop'), ['cart', 'cart v1', 'cart v2'], 'cart v2', null],
  [
    ...(['Istio, from another namespace', istio, virtualService('ops')] as const),
    ['', ' v1', ' v2'].map((subset) => `cart.shop.svc.cluster.local${subset}`),
    ...(['cart.shop.svc.cluster.local v2', null] as const),
  ],
  [
    ...(['Gateway API', gatewayApi, route('gateway.networking.k8s.io/v1')] as const),
    ...([['cart', 'cart-v1', 'cart-v2'], 'cart-v2', backend('cart-v2')] as const),
  ],
  [
    ...(['Linkerd', linkerd, route('policy.linkerd.io/v1beta3')] as const),
    ...([['cart', 'cart-v1', 'cart-v2'], 'cart-v2', backend('cart-v2')] as const),
  ],
  ['App Mesh', appMesh, VIRTUAL_ROUTER, ['cart-v1', 'cart-v2'], 'cart-v2', null],
] as const;

describe.each(LISTS)('targets by %s', (_, mesh, text, offered, second, element) => {
  const table = tableOf(mesh, text);
  const object = text.split('\n---\n')[0] ?? '';
  const { path, form } = ruleOf(object, table);
  const targets = must(form).targets;
  const list = path + must(form).body + targets.at;
  const destination = must(table.destinations.find(({ to }) => to === second));
  const added = written(object, addTarget(ruleOf(object, table), list, targets, destination));

  it('are the versions of the service', () => {
    expect(table.destinations.map(({ to }) => to)).toEqual(offered);
    if (element !== null) expect(destination.element).toEqual(element);
  });

  it('get nothing when they are added, and a share by their weight', () => {
    const [first] = ruleOf(object, table).targets.map(({ to }) => to);
    expect(sharesOf(added, table)).toEqual([
      [first, 100, 1],
      [second, 0, 0],
    ]);
    const target = must(ruleOf(added, table).targets[1]);
    const weighed = written(added, must(weighTarget(target, targets, '25')));
    expect(sharesOf(weighed, table)).toEqual([
      [first, 100, 0.8],
      [second, 25, 0.2],
    ]);
    expect(weighed).toContain('# stays');
  });

  it('are taken out, and leave the others as they are', () => {
    const rule = ruleOf(added, table);
    const removed = written(added, removeTarget(rule, must(rule.targets[0])));
    expect(ruleOf(removed, table).targets.map(({ to }) => to)).toEqual([second]);
  });

  it('begin with one that gets everything', () => {
    const empty = written(object, [{ op: 'set', path: list, value: [] }]);
    const rule = ruleOf(empty, table);
    expect(rule.targets).toEqual([]);
    const first = written(empty, addTarget(rule, list, targets, destination));
    expect(sharesOf(first, table)).toEqual([[second, 100, 1]]);
  });

  it.each(['', '-1', '1.5', 'ten', '1e3'])('take no weight %j', (typed) => {
    expect(weighTarget(must(ruleOf(added, table).targets[1]), targets, typed)).toBeNull();
  });
});

describe('the target by Consul', () => {
  const table = tableOf(consul, ROUTER);
  const [object = ''] = ROUTER.split('\n---\n');
  const rules = readRules(parse(object), table);
  const known = destinationsOf(table.destinations, rules);

  it('is the service, one of its subsets, or what another rule leads to', () => {
    expect(known.map(({ to }) => to)).toEqual(['cart', 'cart v1', 'cart v2', 'till v7']);
  });

  it.each([
    ['cart v2', { serviceSubset: 'v2', numRetries: 3 }],
    ['cart', { numRetries: 3 }],
  ])('becomes %s and keeps what else it says', (to, expected) => {
    const rule = must(rules[0]);
    const chosen = must(known.find((each) => each.to === to));
    const form = must(rule.form).targets;
    const text = written(object, changeTarget(rule, must(rule.targets[0]), form, chosen));
    const value = parse(text) as { spec: { routes: { destination: unknown }[] } };
    expect(value.spec.routes[0]?.destination).toEqual(expected);
    expect(ruleOf(text, table).targets).toMatchObject([{ to, share: 1 }]);
    expect(text).toContain('# stays');
  });

  it('is chosen where none is written yet', () => {
    const rule = must(rules[1]);
    const chosen = must(known.find(({ to }) => to === 'cart v1'));
    const form = must(rule.form).targets;
    const text = written(object, changeTarget(rule, must(rule.targets[0]), form, chosen));
    expect(ruleOf(text, table, 1).targets).toMatchObject([{ to: 'cart v1', share: 1 }]);
  });
});
