import { callIn, rowsOf, thing } from '@/lib/testing/policy-cases/builders';

const call = callIn('linkerd');
const plain = call({ from: 'outside' });
const MTLS = 'MeshTLSAuthentication';
const WEB = 'web.shop.serviceaccount.identity.linkerd.cluster.local';

const server = (more: object = {}, metadata = {}) =>
  thing(
    'Server',
    'http',
    { podSelector: { matchLabels: { app: 'cart' } }, port: 8080, ...more },
    metadata,
  );
const policy = (refs: readonly object[], target: object = { kind: 'Server', name: 'http' }) =>
  thing('AuthorizationPolicy.policy', 'let', {
    targetRef: target,
    requiredAuthenticationRefs: refs,
  });
const mtls = (spec: object) => thing(MTLS, 'who', spec);
const network = (cidr: string, except: readonly string[] = []) =>
  thing('NetworkAuthentication', 'where', { networks: [{ cidr, except }] });
const WHO = { kind: MTLS, name: 'who' };
const WHERE = { kind: 'NetworkAuthentication', name: 'where' };
const legacy = (client: object, target: object = { name: 'http' }) =>
  thing('ServerAuthorization', 'old', { server: target, client });

const POLICY = '3.C AuthorizationPolicy';
const TLS = '3.C MeshTLSAuthentication';
const NETWORK = '3.C NetworkAuthentication';
const OLD = '3.C ServerAuthorization';

/** What Linkerd’s authorizations make of calls. */
export const LINKERD_AUTHORIZATION = rowsOf('linkerd', [
  [
    POLICY,
    'a service account',
    [server(), policy([{ kind: 'ServiceAccount', name: 'web' }])],
    { verdict: 'allowed', by: 'let' },
  ],
  [
    POLICY,
    'another service account',
    [server(), policy([{ kind: 'ServiceAccount', name: 'x' }])],
    { verdict: 'denied', by: 'http' },
  ],
  [
    POLICY,
    'a service account elsewhere',
    [server(), policy([{ kind: 'ServiceAccount', name: 'web', namespace: 'x' }])],
    { verdict: 'denied' },
  ],
  [
    POLICY,
    'nothing required lets anybody in',
    [server(), policy([])],
    { verdict: 'allowed', by: 'let' },
    plain,
  ],
  [
    POLICY,
    'all that is required must match',
    [server(), policy([WHO, WHERE]), mtls({ identities: ['*'] }), network('10.43.0.0/16')],
    { verdict: 'denied' },
  ],
  [
    POLICY,
    'what is not there matches nobody',
    [server(), policy([WHO])],
    { verdict: 'denied', by: 'http' },
  ],
  [
    POLICY,
    'it may be for the namespace',
    [server(), policy([WHO], { kind: 'Namespace', name: 'shop' }), mtls({ identities: [WEB] })],
    { verdict: 'allowed', by: 'let' },
  ],
  [
    POLICY,
    'it may be for one route, which is not told',
    [
      server(),
      thing('HTTPRoute.policy', 'r', {
        parentRefs: [{ group: 'policy.linkerd.io', kind: 'Server', name: 'http' }],
      }),
      policy([WHO], { kind: 'HTTPRoute', name: 'r' }),
      mtls({ identities: [WEB] }),
    ],
    { verdict: 'unknown', by: 'let' },
  ],
  [
    POLICY,
    'a route for others leaves it denied',
    [
      server(),
      thing('HTTPRoute.policy', 'r', {
        parentRefs: [{ group: 'policy.linkerd.io', kind: 'Server', name: 'http' }],
      }),
      policy([WHO], { kind: 'HTTPRoute', name: 'r' }),
      mtls({ identities: ['x'] }),
    ],
    { verdict: 'denied' },
  ],

  [
    TLS,
    'an identity',
    [server(), policy([WHO]), mtls({ identities: [WEB] })],
    { verdict: 'allowed', mode: 'strict' },
  ],
  [
    TLS,
    'identities by their end',
    [
      server(),
      policy([WHO]),
      mtls({ identities: ['*.shop.serviceaccount.identity.linkerd.cluster.local'] }),
    ],
    { verdict: 'allowed' },
  ],
  [
    TLS,
    'everybody with an identity',
    [server(), policy([WHO]), mtls({ identities: ['*'] })],
    { verdict: 'allowed' },
    call({ from: 'unknown' }),
  ],
  [
    TLS,
    'plain text has none',
    [server(), policy([WHO]), mtls({ identities: ['*'] })],
    { verdict: 'denied', by: 'http' },
    plain,
  ],
  [
    TLS,
    'a caller that is not told may be the one',
    [server(), policy([WHO]), mtls({ identities: [WEB] })],
    { verdict: 'unknown', by: 'let' },
    call({ from: 'unknown' }),
  ],
  [
    TLS,
    'a reference to an account',
    [server(), policy([WHO]), mtls({ identityRefs: [{ kind: 'ServiceAccount', name: 'web' }] })],
    { verdict: 'allowed' },
  ],
  [
    TLS,
    'a reference to a namespace',
    [server(), policy([WHO]), mtls({ identityRefs: [{ kind: 'Namespace', name: 'shop' }] })],
    { verdict: 'allowed' },
  ],

  [
    NETWORK,
    'from a network, in plain text too',
    [server(), policy([WHERE]), network('10.42.0.0/16')],
    { verdict: 'allowed', mode: 'permissive' },
    call({ isEncrypted: false }),
  ],
  [
    NETWORK,
    'from another network',
    [server(), policy([WHERE]), network('10.43.0.0/16')],
    { verdict: 'denied' },
  ],
  [
    NETWORK,
    'but for an exception',
    [server(), policy([WHERE]), network('10.42.0.0/16', ['10.42.0.7/32'])],
    { verdict: 'denied' },
  ],
  [
    NETWORK,
    'a caller without address may be in it',
    [server(), policy([WHERE]), network('10.42.0.0/16')],
    { verdict: 'unknown', by: 'let' },
    plain,
  ],

  [
    OLD,
    'anybody',
    [server(), legacy({ unauthenticated: true })],
    { verdict: 'allowed', by: 'old' },
    plain,
  ],
  [
    OLD,
    'an account',
    [server(), legacy({ meshTLS: { serviceAccounts: [{ name: 'web' }] } })],
    { verdict: 'allowed', by: 'old' },
  ],
  [
    OLD,
    'another account',
    [server(), legacy({ meshTLS: { serviceAccounts: [{ name: 'x' }] } })],
    { verdict: 'denied' },
  ],
  [
    OLD,
    'an identity from a network',
    [server(), legacy({ networks: [{ cidr: '10.43.0.0/16' }], meshTLS: { identities: ['*'] } })],
    { verdict: 'denied' },
  ],
  [
    OLD,
    'by the labels of Servers',
    [
      server({}, { labels: { tier: 'a' } }),
      legacy({ unauthenticated: true }, { selector: { matchLabels: { tier: 'a' } } }),
    ],
    { verdict: 'allowed', by: 'old' },
  ],
]);
