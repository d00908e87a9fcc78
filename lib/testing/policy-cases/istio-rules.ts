import { callIn, rowsOf, thing, workload } from '@/lib/testing/policy-cases/builders';

const call = callIn('istio');
const WEB = 'cluster.local/ns/shop/sa/web';

const policy = (name: string, spec: object, metadata = {}) =>
  thing('AuthorizationPolicy.security', name, spec, metadata);
const from = (source: object) => ({ from: [{ source }] });
const to = (operation: object) => ({ to: [{ operation }] });
const allow = (rule: object, name = 'let') => policy(name, { action: 'ALLOW', rules: [rule] });
const deny = (rule: object, name = 'stop') => policy(name, { action: 'DENY', rules: [rule] });
const when = (key: string, values: object) => ({ when: [{ key, ...values }] });

const HTTP = '1.C HTTP attributes on a TCP port';
const MTLS = '1.C principals need mTLS';
const FIELDS = '1.C rules';
const plain = call({ isEncrypted: false });
const tcp = call({ protocol: 'tcp' });

/** What the rules of Istio’s AuthorizationPolicies make of a call. */
export const ISTIO_RULES = rowsOf('istio', [
  [FIELDS, 'a principal', [allow(from({ principals: [WEB] }))], { verdict: 'allowed' }],
  [
    FIELDS,
    'a principal by its beginning',
    [allow(from({ principals: ['cluster.local/ns/shop/*'] }))],
    { verdict: 'allowed' },
  ],
  [
    FIELDS,
    'a principal by its end',
    [allow(from({ principals: ['*/sa/web'] }))],
    { verdict: 'allowed' },
  ],
  [FIELDS, 'no principal of these', [allow(from({ notPrincipals: [WEB] }))], { verdict: 'denied' }],
  [FIELDS, 'a namespace', [allow(from({ namespaces: ['shop'] }))], { verdict: 'allowed' }],
  [FIELDS, 'another namespace', [allow(from({ namespaces: ['other'] }))], { verdict: 'denied' }],
  [
    FIELDS,
    'a service account by a short name',
    [allow(from({ serviceAccounts: ['web'] }))],
    { verdict: 'allowed' },
  ],
  [
    FIELDS,
    'a service account of another namespace',
    [allow(from({ serviceAccounts: ['other/web'] }))],
    { verdict: 'denied' },
  ],
  [
    FIELDS,
    'an address block',
    [allow(from({ ipBlocks: ['10.42.0.0/16'] }))],
    { verdict: 'allowed' },
  ],
  [
    FIELDS,
    'another address block',
    [allow(from({ ipBlocks: ['10.43.0.0/16'] }))],
    { verdict: 'denied' },
  ],
  [FIELDS, 'the port', [allow(to({ ports: ['8080'] }))], { verdict: 'allowed' }],
  [FIELDS, 'another port', [allow(to({ ports: ['9090'] }))], { verdict: 'denied' }],
  [FIELDS, 'not this port', [deny(to({ notPorts: ['8080'] }))], { verdict: 'allowed' }],
  [
    FIELDS,
    'a method, which telemetry does not tell',
    [allow(to({ methods: ['GET'] }))],
    { verdict: 'unknown', by: 'let' },
  ],
  [
    FIELDS,
    'a path that may be denied',
    [deny(to({ paths: ['/admin'] }))],
    { verdict: 'unknown', by: 'stop' },
  ],
  [
    FIELDS,
    'every call of gRPC is a POST',
    [allow(to({ methods: ['POST'] }))],
    { verdict: 'allowed' },
    call({ protocol: 'grpc' }),
  ],
  [
    FIELDS,
    'a GET is no call of gRPC',
    [deny(to({ methods: ['GET'] }))],
    { verdict: 'allowed' },
    call({ protocol: 'grpc' }),
  ],
  [
    FIELDS,
    'all fields of a source must match',
    [allow(from({ principals: [WEB], namespaces: ['other'] }))],
    { verdict: 'denied' },
  ],
  [
    FIELDS,
    'source and operation must match',
    [allow({ ...from({ principals: [WEB] }), ...to({ ports: ['1'] }) })],
    { verdict: 'denied' },
  ],
  [
    FIELDS,
    'a condition on the namespace',
    [allow(when('source.namespace', { values: ['shop'] }))],
    { verdict: 'allowed' },
  ],
  [
    FIELDS,
    'a condition on the port',
    [deny(when('destination.port', { notValues: ['9090'] }))],
    { verdict: 'denied' },
  ],
  [
    FIELDS,
    'a condition on a header',
    [allow(when('request.headers[x]', { values: ['1'] }))],
    { verdict: 'unknown' },
  ],
  [
    FIELDS,
    'a condition on the server name',
    [allow(when('connection.sni', { values: ['a'] }))],
    { verdict: 'unknown' },
  ],
  [
    '1.C RequestAuthentication',
    'a demanded token is not told',
    [allow(from({ requestPrincipals: ['*'] }))],
    { verdict: 'unknown' },
  ],

  [
    MTLS,
    'plain text has no principal',
    [allow(from({ principals: ['*'] }))],
    { verdict: 'denied' },
    plain,
  ],
  [
    MTLS,
    'plain text has no namespace',
    [allow(from({ namespaces: ['shop'] }))],
    { verdict: 'denied' },
    plain,
  ],
  [
    MTLS,
    'a DENY by principal lets plain text through',
    [deny(from({ principals: [WEB] }))],
    { verdict: 'allowed' },
    plain,
  ],
  [
    MTLS,
    'a DENY of all but one denies plain text',
    [deny(from({ notPrincipals: [WEB] }))],
    { verdict: 'denied' },
    plain,
  ],
  [
    MTLS,
    'a caller that is not told may be the one',
    [allow(from({ principals: [WEB] }))],
    { verdict: 'unknown' },
    call({ from: 'unknown' }),
  ],
  [
    MTLS,
    'a caller outside has none',
    [allow(from({ principals: [WEB] }))],
    { verdict: 'denied' },
    call({ from: 'outside' }),
  ],
  [
    '1.C edge',
    'strict refuses plain text before any policy',
    [thing('PeerAuthentication', 'own', { mtls: { mode: 'STRICT' } }), allow({})],
    { verdict: 'denied', by: 'own' },
    plain,
  ],
  [
    '1.C edge',
    'permissive takes it',
    [thing('PeerAuthentication', 'own', { mtls: { mode: 'PERMISSIVE' } })],
    { verdict: 'allowed' },
    plain,
  ],

  [HTTP, 'ALLOW never matches', [allow(to({ methods: ['GET'] }))], { verdict: 'denied' }, tcp],
  [
    HTTP,
    'DENY with nothing else matches all',
    [deny(to({ methods: ['GET'] }))],
    { verdict: 'denied', by: 'stop' },
    tcp,
  ],
  [
    HTTP,
    'DENY keeps its other conditions',
    [deny({ ...to({ methods: ['GET'] }), ...from({ principals: ['x'] }) })],
    { verdict: 'allowed' },
    tcp,
  ],
  [
    '1.D gateways',
    'a policy attached to a Gateway is for its pods',
    [policy('none', { targetRefs: [{ kind: 'Gateway', name: 'edge' }] })],
    { verdict: 'denied' },
    call({
      to: workload('istio', 'edge', {
        isGateway: true,
        labels: { 'gateway.networking.k8s.io/gateway-name': 'edge' },
      }),
    }),
  ],
]);
