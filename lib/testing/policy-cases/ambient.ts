import { callIn, rowsOf, thing, workload } from '@/lib/testing/policy-cases/builders';

const call = callIn('ambient');
const WEB = 'cluster.local/ns/shop/sa/web';
const WAYPOINT = 'cluster.local/ns/shop/sa/way';

const policy = (name: string, spec: object) => thing('AuthorizationPolicy.security', name, spec);
const peer = (mode: string) => thing('PeerAuthentication', 'own', { mtls: { mode } });
const toPods = (principals: readonly string[]) =>
  policy('pods', { rules: [{ from: [{ source: { principals } }] }] });
const attached = (target: object, rule: object, action = 'ALLOW') =>
  policy('way', { action, targetRefs: [target], rules: [rule] });
const elsewhere = (labels: object) =>
  thing('Namespace', 'shop', undefined, {
    labels: { 'istio.io/use-waypoint': 'way', ...labels },
  });
const SHARED = elsewhere({ 'istio.io/use-waypoint-namespace': 'infra' });
const deny = (target: object, namespace: string) =>
  thing(
    'AuthorizationPolicy.security',
    'way',
    { action: 'DENY', targetRefs: [target], rules: [{}] },
    { namespace },
  );
const CLASS = { kind: 'GatewayClass', name: 'istio-waypoint' };
const SERVICE = { kind: 'Service', name: 'cart' };
const GATEWAY = { kind: 'Gateway', name: 'way' };
const USES = thing('Namespace', 'shop', undefined, { labels: { 'istio.io/use-waypoint': 'way' } });
const ROOT = thing('Namespace', 'istio-system', undefined);
const cart = (waypoint: string) =>
  thing('Service', 'cart', {}, { labels: { 'istio.io/use-waypoint': waypoint } });
const web = { from: [{ source: { principals: [WEB] } }] };
const get = { to: [{ operation: { methods: ['GET'] } }] };

const MODES = '2.C PeerAuthentication';
const L4 = '2.C ztunnel';
const L7 = '2.C targetRefs';
const BOTH = '2.C waypoint identity';

/** What Istio’s objects make of workloads in ambient mode. */
export const AMBIENT = rowsOf('ambient', [
  [MODES, 'it starts permissive', [], { mode: 'permissive', by: null }],
  [MODES, 'STRICT matters', [peer('STRICT')], { mode: 'strict', by: 'own' }],
  [
    MODES,
    'DISABLE is not supported, and taken as not strict',
    [peer('DISABLE')],
    { mode: 'permissive', by: 'own' },
  ],
  [MODES, 'HBONE comes by itself', [], { client: 'automatic' }],
  [
    MODES,
    'sidecars are its peers',
    [],
    { client: 'automatic' },
    call({ from: workload('istio', 'web') }),
  ],
  [
    MODES,
    'STRICT refuses plain text',
    [peer('STRICT')],
    { verdict: 'denied', by: 'own' },
    call({ from: 'outside' }),
  ],

  [L4, 'it allows by principal', [toPods([WEB])], { verdict: 'allowed', by: 'pods' }],
  [L4, 'it denies others', [toPods(['x'])], { verdict: 'denied', by: 'pods' }],
  [
    L4,
    'an ALLOW rule with HTTP never matches',
    [policy('pods', { rules: [get] })],
    { verdict: 'denied', by: 'pods' },
  ],
  [
    L4,
    'a DENY rule loses its HTTP conditions',
    [policy('pods', { action: 'DENY', rules: [{ ...web, ...get }] })],
    { verdict: 'denied' },
  ],
  [
    L4,
    'of a DENY rule of HTTP alone it is not told',
    [policy('pods', { action: 'DENY', rules: [get] })],
    { verdict: 'unknown' },
  ],
  [
    L4,
    'CUSTOM is not supported',
    [policy('ask', { action: 'CUSTOM', rules: [{}] })],
    { verdict: 'allowed', by: null },
  ],
  [
    L4,
    'AUDIT is not supported',
    [policy('log', { action: 'AUDIT', rules: [{}] })],
    { verdict: 'allowed', by: null },
  ],
  [L4, 'an empty spec denies everything', [policy('none', {})], { verdict: 'denied', by: 'none' }],

  [
    L7,
    'without a waypoint nobody reads it',
    [attached(SERVICE, {}, 'DENY')],
    { verdict: 'allowed', by: null },
  ],
  [
    L7,
    'the waypoint of the namespace reads it',
    [ROOT, USES, attached(SERVICE, {}, 'DENY')],
    { verdict: 'denied', by: 'way' },
  ],
  [
    L7,
    'the waypoint of the Service reads it',
    [cart('way'), attached(GATEWAY, {}, 'DENY')],
    { verdict: 'denied', by: 'way' },
  ],
  [
    L7,
    'the Service may be without one',
    [ROOT, USES, cart('none'), attached(SERVICE, {}, 'DENY')],
    { verdict: 'allowed', by: null },
  ],
  [
    L7,
    'it knows HTTP, and telemetry does not',
    [cart('way'), attached(SERVICE, get)],
    { verdict: 'unknown', by: 'way' },
  ],
  [
    L7,
    'it knows the caller',
    [cart('way'), attached(SERVICE, web)],
    { verdict: 'allowed', by: 'way' },
  ],
  [
    L7,
    'a policy for another Service does not count',
    [cart('way'), attached({ kind: 'Service', name: 'x' }, {}, 'DENY')],
    { verdict: 'allowed' },
  ],
  [
    L7,
    'a policy for a waypoint of another namespace is there',
    [ROOT, SHARED, deny(GATEWAY, 'infra')],
    { verdict: 'denied', by: 'way' },
  ],
  [
    L7,
    'a policy here names no waypoint of another namespace',
    [ROOT, SHARED, deny(GATEWAY, 'shop')],
    { verdict: 'allowed', by: null },
  ],
  [
    L7,
    'the waypoint of another namespace reads what is attached to the Service',
    [ROOT, SHARED, deny(SERVICE, 'shop')],
    { verdict: 'denied', by: 'way' },
  ],
  [
    L7,
    'what is attached to the class in the root namespace is for all waypoints',
    [ROOT, USES, deny(CLASS, 'istio-system')],
    { verdict: 'denied', by: 'way' },
  ],
  [
    L7,
    'elsewhere it is for none',
    [ROOT, USES, deny(CLASS, 'shop')],
    { verdict: 'allowed', by: null },
  ],
  [
    L7,
    'it is for none of another class',
    [ROOT, USES, deny({ ...CLASS, name: 'istio' }, 'istio-system')],
    { verdict: 'allowed', by: null },
  ],
  [
    L7,
    'sidecars come past the waypoint',
    [cart('way'), attached(SERVICE, {}, 'DENY')],
    { verdict: 'allowed' },
    call({ from: workload('istio', 'web') }),
  ],

  [
    BOTH,
    'ztunnel sees the waypoint and not the client',
    [cart('way'), toPods([WEB])],
    { verdict: 'denied', by: 'pods' },
  ],
  [
    BOTH,
    'the waypoint must be allowed too',
    [cart('way'), toPods([WEB, WAYPOINT])],
    { verdict: 'allowed' },
  ],
  [
    BOTH,
    'the waypoint’s denial stands',
    [cart('way'), toPods([WAYPOINT]), attached(SERVICE, web, 'DENY')],
    { verdict: 'denied', by: 'way' },
  ],
]);
