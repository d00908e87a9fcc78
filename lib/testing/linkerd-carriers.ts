import type { KubeObject } from '@/lib/domain/kube-object';
import type { Split, SplitIntent } from '@/lib/domain/split';
import type { Fields } from '@/lib/mesh/fields';
import { POLICY_ROUTE, SERVICE_PROFILE, TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';
import { changeSplit } from '@/lib/mesh/linkerd/change-split';
import { splits } from '@/lib/mesh/linkerd/splits';
import { backend, routeObject, storeWithRoutes, toService } from '@/lib/testing/routes';

/** The Service whose requests all carriers share out. */
export const CART = 'cart.shop.svc.cluster.local';
const hostOf = (version: string) => `cart-${version}.shop.svc.cluster.local`;

type Weights = readonly (readonly [version: string, weight?: unknown])[];

/** One of Linkerd's carriers over versions of `cart`, for tests of what is the same for all of them. */
export interface TestCarrier {
  readonly title: string;
  readonly kind: string;
  readonly path: string;
  /** An object with these targets, which has other fields too. */
  readonly object: (weights: Weights, more?: object) => KubeObject;
  /** A target of an intent. */
  readonly ref: (version: string) => { readonly host: string; readonly port?: number };
  /** The array of targets that `object` puts these weights into. */
  readonly elements: (weights: Weights) => readonly Fields[];
  /** The fields by which an element is known. */
  readonly identity: readonly string[];
}

const withWeight = (element: Fields, weight: unknown): Fields =>
  weight === undefined ? element : { ...element, weight };

const ROUTE_ELEMENTS = (weights: Weights) =>
  weights.map(([version, weight]) => withWeight(backend(`cart-${version}`), weight));

export const ROUTE: TestCarrier = {
  title: 'HTTPRoute',
  kind: 'HTTPRoute',
  path: '/spec/rules/1/backendRefs',
  elements: ROUTE_ELEMENTS,
  identity: ['group', 'kind', 'name', 'port'],
  ref: (version) => ({ host: `cart-${version}`, port: 80 }),
  object: (weights, more = {}) =>
    routeObject(POLICY_ROUTE, 'cart', {
      parentRefs: [toService('cart', { port: 80 })],
      rules: [
        { matches: [{ method: 'PUT' }], backendRefs: [backend('web')] },
        { timeouts: { request: '3s' }, backendRefs: ROUTE_ELEMENTS(weights) },
      ],
      ...more,
    }),
};

const SPLIT_ELEMENTS = (weights: Weights) =>
  weights.map(([version, weight]) => withWeight({ service: `cart-${version}` }, weight));

function trafficSplit(version: 'v1alpha1' | 'v1alpha2'): TestCarrier {
  return {
    title: `TrafficSplit ${version}`,
    kind: 'TrafficSplit',
    path: '/spec/backends',
    elements: SPLIT_ELEMENTS,
    identity: ['service'],
    ref: (name) => ({ host: `cart-${name}` }),
    object: (weights, more = {}) =>
      routeObject({ ...TRAFFIC_SPLIT, versions: [version] }, 'cart', {
        service: 'cart',
        backends: SPLIT_ELEMENTS(weights),
        ...more,
      }),
  };
}

export const QUANTITY_SPLIT = trafficSplit('v1alpha1');
export const NUMBER_SPLIT = trafficSplit('v1alpha2');

const OVERRIDES = (weights: Weights) =>
  weights.map(([version, weight]) => withWeight({ authority: `${hostOf(version)}:80` }, weight));

export const PROFILE: TestCarrier = {
  title: 'ServiceProfile',
  kind: 'ServiceProfile',
  path: '/spec/dstOverrides',
  elements: OVERRIDES,
  identity: ['authority'],
  ref: (version) => ({ host: hostOf(version), port: 80 }),
  object: (weights, more = {}) =>
    routeObject(SERVICE_PROFILE, CART, {
      dstOverrides: OVERRIDES(weights),
      retryBudget: { retryRatio: 0.2, minRetriesPerSecond: 10, ttl: '10s' },
      ...more,
    }),
};

export const CARRIERS = [ROUTE, QUANTITY_SPLIT, NUMBER_SPLIT, PROFILE] as const;

/** A store that holds some of Linkerd's objects beside the versions of `cart`. */
export function linkerdStore(...objects: readonly KubeObject[]) {
  const of = (kind: { readonly kind: string; readonly group: string }) =>
    objects.filter((each) => each.kind === kind.kind && each.apiVersion.startsWith(kind.group));
  return storeWithRoutes(
    [POLICY_ROUTE, of(POLICY_ROUTE)],
    [TRAFFIC_SPLIT, of(TRAFFIC_SPLIT)],
    [SERVICE_PROFILE, of(SERVICE_PROFILE)],
  );
}

/** The split of an object beside others; of a route, that of its second rule. */
export function splitOf(object: KubeObject, ...others: readonly KubeObject[]): Split {
  const found = splits(linkerdStore(object, ...others)).find(
    ({ carrier: { kind, name, path } }) =>
      kind === object.kind && name === object.metadata.name && path !== '/spec/rules/0/backendRefs',
  );
  if (found === undefined) throw new Error('the object holds no split');
  return found;
}

/** An intent over versions of `cart`. */
export function intentOn(
  { ref }: TestCarrier,
  targets: readonly (readonly [string, number | null])[],
  resourceVersion = '41',
): SplitIntent {
  return {
    resourceVersion,
    targets: targets.map(([version, weight]) => ({ ...ref(version), weight })),
  };
}

/** Weights that a person wants, by version. */
export type Wanted = readonly (readonly [string, number | null])[];

/** What becomes of a wish on an object, or why nothing does. */
export function change(
  carrier: TestCarrier,
  object: KubeObject,
  wanted: Wanted,
  resourceVersion = '41',
) {
  return changeSplit(splitOf(object), object, intentOn(carrier, wanted, resourceVersion));
}

/** The rule by which a wish is refused; null when it is not. */
export function ruleOf(...args: Parameters<typeof change>): string | null {
  const result = change(...args);
  return result.ok ? null : result.error.rule;
}
