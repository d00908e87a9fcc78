import { callIn, rowsOf, thing, workload } from '@/lib/testing/policy-cases/builders';

const call = callIn('istio');
const ROOT = { namespace: 'istio-system' };
const CART = { matchLabels: { app: 'cart' } };

const peer = (name: string, mode: string | undefined, more: object = {}, metadata = {}) =>
  thing(
    'PeerAuthentication',
    name,
    { ...(mode === undefined ? {} : { mtls: { mode } }), ...more },
    metadata,
  );
const forCart = (mode: string | undefined, ports?: object) =>
  peer('cart', mode, { selector: CART, ...(ports === undefined ? {} : { portLevelMtls: ports }) });
const rule = (trafficPolicy: object, more: object = {}, metadata = {}) =>
  thing('DestinationRule', 'cart', { host: 'cart', trafficPolicy, ...more }, metadata);
const tls = (mode: string) => ({ tls: { mode } });
const onPort = (number: number, mode: string) => ({
  portLevelSettings: [{ port: { number }, ...tls(mode) }],
});

const COMPOSE = '1.C effective mode';
const CLIENT = '1.C client side';

/** What Istio’s PeerAuthentication and DestinationRule make of a port and of a caller. */
export const ISTIO_TLS = rowsOf('istio', [
  [`${COMPOSE} 1`, 'it starts permissive', [], { mode: 'permissive', by: null }],
  [
    `${COMPOSE} 2`,
    'the mesh is strict',
    [peer('default', 'STRICT', {}, ROOT)],
    { mode: 'strict', by: 'default' },
  ],
  [
    `${COMPOSE} 2`,
    'the mesh takes plain text alone',
    [peer('default', 'DISABLE', {}, ROOT)],
    { mode: 'disabled' },
  ],
  [
    `${COMPOSE} 3`,
    'the namespace outdoes the mesh',
    [peer('all', 'STRICT', {}, ROOT), peer('own', 'PERMISSIVE')],
    { mode: 'permissive', by: 'own' },
  ],
  [
    `${COMPOSE} 3`,
    'the namespace is strict',
    [peer('own', 'STRICT')],
    { mode: 'strict', by: 'own' },
  ],
  [
    `${COMPOSE} 3`,
    'another namespace says nothing here',
    [peer('own', 'STRICT', {}, { namespace: 'other' })],
    { mode: 'permissive', by: null },
  ],
  [
    `${COMPOSE} 4`,
    'the workload outdoes the namespace',
    [peer('own', 'STRICT'), forCart('DISABLE')],
    { mode: 'disabled', by: 'cart' },
  ],
  [
    `${COMPOSE} 4`,
    'a selector of others does not count',
    [peer('other', 'STRICT', { selector: { matchLabels: { app: 'x' } } })],
    { mode: 'permissive' },
  ],
  [
    `${COMPOSE} 4`,
    'a selector in the root namespace is ignored',
    [peer('cart', 'STRICT', { selector: CART }, ROOT)],
    { mode: 'permissive', by: null },
  ],
  [
    `${COMPOSE} 5`,
    'the port outdoes the workload',
    [forCart('STRICT', { 8080: { mode: 'DISABLE' } })],
    { mode: 'disabled', path: 'spec.portLevelMtls.8080.mode' },
  ],
  [
    `${COMPOSE} 5`,
    'another port does not',
    [forCart('STRICT', { 9090: { mode: 'DISABLE' } })],
    { mode: 'strict', path: 'spec.mtls.mode' },
  ],
  [
    `${COMPOSE} 5`,
    'ports are those of pods, not of Services',
    [forCart('STRICT', { 80: { mode: 'DISABLE' } })],
    { mode: 'strict' },
  ],
  [
    `${COMPOSE} 5`,
    'a port that is UNSET inherits',
    [forCart('STRICT', { 8080: { mode: 'UNSET' } })],
    { mode: 'strict', path: 'spec.mtls.mode' },
  ],
  [
    `${COMPOSE} 5`,
    'a port alone is strict in an open workload',
    [forCart('PERMISSIVE', { 8080: { mode: 'STRICT' } })],
    { mode: 'strict' },
  ],
  [
    `${COMPOSE} 6`,
    'UNSET inherits',
    [peer('default', 'STRICT', {}, ROOT), peer('own', 'UNSET')],
    { mode: 'strict', by: 'default' },
  ],
  [
    `${COMPOSE} 6`,
    'no mtls inherits',
    [peer('own', 'STRICT'), forCart(undefined)],
    { mode: 'strict', by: 'own' },
  ],
  [
    `${COMPOSE} 6`,
    'the oldest of a namespace wins',
    [
      peer('new', 'PERMISSIVE', {}, { creationTimestamp: '2026-02-01T00:00:00Z' }),
      peer('old', 'STRICT', {}, { creationTimestamp: '2026-01-01T00:00:00Z' }),
    ],
    { mode: 'strict', by: 'old' },
  ],
  [
    `${COMPOSE} 6`,
    'the name default has no meaning',
    [
      peer('default', 'PERMISSIVE', {}, { creationTimestamp: '2026-02-01T00:00:00Z' }),
      peer('a', 'STRICT', {}, { creationTimestamp: '2026-01-01T00:00:00Z' }),
    ],
    { mode: 'strict', by: 'a' },
  ],
  [
    '1.D gateways',
    'a gateway’s own servers say',
    [peer('own', 'STRICT')],
    { mode: 'not-applicable', by: null },
    call({ to: workload('istio', 'edge', { isGateway: true }) }),
  ],
  [
    '1.C root namespace',
    'what may not be read is not known',
    [thing('Namespace', 'shop', undefined)],
    { mode: 'unknown', by: null },
  ],
  [
    '1.C root namespace',
    'the namespace’s own word counts all the same',
    [thing('Namespace', 'shop', undefined), peer('own', 'STRICT')],
    { mode: 'strict', by: 'own' },
  ],

  [`${CLIENT} auto`, 'the caller uses mutual TLS by itself', [], { client: 'automatic' }],
  [
    `${CLIENT} auto`,
    'ambient servers are its peers',
    [],
    { client: 'automatic' },
    call({ to: workload('ambient', 'cart') }),
  ],
  [
    `${CLIENT} auto`,
    'a server without proxy gets plain text',
    [],
    { client: 'plaintext' },
    call({ to: workload(null, 'cart') }),
  ],
  [
    `${CLIENT} auto`,
    'another mesh gets plain text',
    [],
    { client: 'plaintext' },
    call({ to: workload('linkerd', 'cart') }),
  ],
  [
    '1.C edge',
    'a caller outside sends plain text',
    [rule(tls('ISTIO_MUTUAL'))],
    { client: 'plaintext' },
    call({ from: 'outside' }),
  ],
  [
    '1.C edge',
    'a caller that is not told is not known',
    [],
    { client: 'unknown' },
    call({ from: 'unknown' }),
  ],
  [`${CLIENT} top-level`, 'DISABLE', [rule(tls('DISABLE'))], { client: 'plaintext' }],
  [`${CLIENT} top-level`, 'SIMPLE', [rule(tls('SIMPLE'))], { client: 'simple' }],
  [`${CLIENT} top-level`, 'ISTIO_MUTUAL', [rule(tls('ISTIO_MUTUAL'))], { client: 'mutual' }],
  [`${CLIENT} top-level`, 'MUTUAL', [rule(tls('MUTUAL'))], { client: 'mutual' }],
  [
    `${CLIENT} top-level`,
    'a policy without tls leaves it automatic',
    [rule({ connectionPool: {} })],
    { client: 'automatic' },
  ],
  [
    `${CLIENT} precedence`,
    'a port outdoes the whole',
    [rule({ ...tls('ISTIO_MUTUAL'), ...onPort(80, 'DISABLE') })],
    { client: 'plaintext' },
  ],
  [
    `${CLIENT} precedence`,
    'another port does not',
    [rule({ ...tls('ISTIO_MUTUAL'), ...onPort(81, 'DISABLE') })],
    { client: 'mutual' },
  ],
  [
    `${CLIENT} precedence`,
    'a subset outdoes a port of the whole',
    [
      rule(onPort(80, 'DISABLE'), {
        subsets: [{ name: 'v1', labels: { app: 'cart' }, trafficPolicy: tls('ISTIO_MUTUAL') }],
      }),
    ],
    { client: 'mutual' },
  ],
  [
    `${CLIENT} precedence`,
    'a port of a subset outdoes the subset',
    [
      rule(
        {},
        {
          subsets: [
            {
              name: 'v1',
              labels: {},
              trafficPolicy: { ...tls('ISTIO_MUTUAL'), ...onPort(80, 'DISABLE') },
            },
          ],
        },
      ),
    ],
    { client: 'plaintext' },
  ],
  [
    `${CLIENT} hosts`,
    'a rule for another host does not count',
    [thing('DestinationRule', 'x', { host: 'other', trafficPolicy: tls('DISABLE') })],
    { client: 'automatic' },
  ],
  [
    `${CLIENT} hosts`,
    'a wildcard covers',
    [
      thing('DestinationRule', 'x', {
        host: '*.shop.svc.cluster.local',
        trafficPolicy: tls('DISABLE'),
      }),
    ],
    { client: 'plaintext' },
  ],
]);
