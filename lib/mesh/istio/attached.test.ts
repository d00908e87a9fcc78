import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { NodeFacts } from '@/lib/mesh/adapter';
import { configurationOf } from '@/lib/mesh/istio/configuration';
import { policyStore, thing } from '@/lib/testing/policy-cases/builders';

const API = 'gateway.networking.k8s.io';
const KINDS = [
  'AuthorizationPolicy.security',
  'RequestAuthentication.security',
  'Telemetry.telemetry',
  'WasmPlugin.extensions',
];
const USE = 'istio.io/use-waypoint';

const CART: NodeFacts = { namespace: 'shop', services: ['cart'], podLabels: [{ app: 'cart' }] };
const BANK: NodeFacts = {
  namespace: '',
  services: [],
  externalHost: 'api.bank.example',
  podLabels: [],
};
const GATE: NodeFacts = {
  namespace: 'shop',
  services: [],
  podLabels: [{ [`${API}/gateway-name`]: 'gate' }],
};
const WAY: NodeFacts = {
  namespace: 'shop',
  services: [],
  podLabels: [
    {
      [`${API}/gateway-name`]: 'way',
      'gateway.istio.io/managed': 'istio.io-mesh-controller',
    },
  ],
};

const shop = (labels: Readonly<Record<string, string>> = {}) =>
  thing('Namespace', 'shop', undefined, { labels });
const cart = (waypoint: string) => thing('Service', 'cart', {}, { labels: { [USE]: waypoint } });
const bank = (labels: Readonly<Record<string, string>> = {}) =>
  thing('ServiceEntry.networking', 'bank', { hosts: ['*.bank.example'] }, { labels });

const toService = { group: '', kind: 'Service', name: 'cart' };
const toGateway = { group: API, kind: 'Gateway', name: 'way' };
const toClass = { group: API, kind: 'GatewayClass', name: 'istio-waypoint' };
const toEntry = { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'bank' };

interface Row {
  readonly says: string;
  readonly node: NodeFacts;
  readonly around: readonly KubeObject[];
  readonly target: object;
  readonly namespace?: string;
  readonly because: string | null;
}

const ROWS: readonly Row[] = [
  {
    ...{ says: 'a Service, for its waypoint', node: CART, around: [shop(), cart('way')] },
    ...{ target: toService, because: 'It is attached to the Service cart, for the waypoint way.' },
  },
  {
    ...{ says: 'a Service of the core group', node: CART, around: [shop({ [USE]: 'way' })] },
    target: { ...toService, group: 'core' },
    because: 'It is attached to the Service cart, for the waypoint way.',
  },
  {
    ...{ says: 'a Service without a waypoint', node: CART, around: [shop()], target: toService },
    because: 'It is attached to the Service cart, but no waypoint stands before it to read it.',
  },
  {
    ...{ says: 'a Service that opted out', node: CART, target: toService },
    around: [shop({ [USE]: 'way' }), cart('none')],
    because: 'It is attached to the Service cart, but no waypoint stands before it to read it.',
  },
  {
    ...{ says: 'a Service whose namespace cannot be read', node: CART, target: toService },
    around: [thing('Namespace', 'other', undefined)],
    because: 'It is attached to the Service cart, for its waypoint.',
  },
  {
    ...{ says: 'another Service', node: CART, around: [shop({ [USE]: 'way' })] },
    ...{ target: { ...toService, name: 'pay' }, because: null },
  },
  {
    ...{ says: 'a Service of another namespace', node: CART, around: [shop(), cart('way')] },
    ...{ target: toService, namespace: 'bank', because: null },
  },
  {
    ...{ says: 'the waypoint', node: CART, around: [shop({ [USE]: 'way' })], target: toGateway },
    because: 'It is attached to the waypoint way, which calls go through.',
  },
  {
    ...{ says: 'a waypoint of another namespace', node: CART, target: toGateway },
    around: [shop({ [USE]: 'way', [`${USE}-namespace`]: 'infra' })],
    namespace: 'infra',
    because: 'It is attached to the waypoint way, which calls go through.',
  },
  {
    ...{ says: 'a Gateway that is called like one of another namespace', node: CART },
    around: [shop({ [USE]: 'way', [`${USE}-namespace`]: 'infra' })],
    ...{ target: toGateway, because: null },
  },
  {
    ...{ says: 'a Gateway that is no waypoint of it', node: CART, around: [shop()] },
    ...{ target: toGateway, because: null },
  },
  {
    ...{ says: 'its own Gateway', node: GATE, around: [], target: { ...toGateway, name: 'gate' } },
    because: 'It is attached to the Gateway gate.',
  },
  {
    ...{ says: 'another Gateway', node: GATE, around: [], target: toGateway, because: null },
  },
  {
    ...{ says: 'all waypoints', node: CART, around: [shop({ [USE]: 'way' })], target: toClass },
    namespace: 'istio-system',
    because: 'It is for all waypoints of the mesh, and calls go through way.',
  },
  {
    ...{ says: 'all waypoints, of which it is one', node: WAY, around: [], target: toClass },
    ...{ namespace: 'istio-system', because: 'It is for all waypoints of the mesh.' },
  },
  {
    ...{ says: 'the class outside of the root namespace', node: CART, target: toClass },
    ...{ around: [shop({ [USE]: 'way' })], because: null },
  },
  {
    ...{ says: 'all waypoints, where it is another gateway', node: GATE, around: [] },
    ...{ target: toClass, namespace: 'istio-system', because: null },
  },
  {
    ...{ says: 'the ServiceEntry of its host', node: BANK, target: toEntry },
    around: [shop(), bank({ [USE]: 'way' })],
    because: 'It is attached to the ServiceEntry bank, for the waypoint way.',
  },
  {
    ...{ says: 'a ServiceEntry without a waypoint', node: BANK, target: toEntry },
    around: [shop({ [USE]: 'way' }), bank({ [USE]: 'none' })],
    because:
      'It is attached to the ServiceEntry bank, but no waypoint stands before it to read it.',
  },
  {
    ...{ says: 'a ServiceEntry of other hosts', node: CART, target: toEntry },
    ...{ around: [shop({ [USE]: 'way' }), bank()], because: null },
  },
];

describe.each(KINDS)('what applies of a %s that is attached', (kind) => {
  it.each(ROWS)('to $says', ({ node, around, target, namespace = 'shop', because }) => {
    for (const refs of [{ targetRefs: [{ kind: 'Nothing' }, target] }, { targetRef: target }]) {
      const policy = thing(kind, 'attached', refs, { namespace });
      const applied = configurationOf(node, policyStore([...around, policy]));
      const found = applied.filter(({ object }) => object === policy);
      expect(found.map((each) => each.because)).toEqual(because === null ? [] : [because]);
    }
  });

  it('by a selector, or to nothing at all', () => {
    const selecting = thing(kind, 'some', { selector: { matchLabels: { app: 'cart' } } });
    const whole = thing(kind, 'all', {});
    const others = thing(kind, 'others', { selector: { matchLabels: { app: 'pay' } } });
    const applied = configurationOf(CART, policyStore([selecting, whole, others]));
    expect(applied.map(({ object, because }) => [object.metadata.name, because])).toEqual([
      ['some', 'It selects pods with app=cart.'],
      ['all', 'It applies to the namespace shop.'],
    ]);
  });
});
