import { callIn, rowsOf, thing, workload } from '@/lib/testing/policy-cases/builders';

const call = callIn('linkerd');
const plain = call({ from: 'outside' });
const DEFAULT = 'config.linkerd.io/default-inbound-policy';

const server = (more: object = {}, metadata = {}) =>
  thing(
    'Server',
    'http',
    { podSelector: { matchLabels: { app: 'cart' } }, port: 8080, ...more },
    metadata,
  );
const ofNamespace = (value: string) =>
  thing('Namespace', 'shop', undefined, { annotations: { [DEFAULT]: value } });
const annotated = (annotations: Record<string, string>) =>
  call({ to: workload('linkerd', 'cart', { annotations }) });
const plainTo = (annotations: Record<string, string>) =>
  call({ from: 'outside', to: workload('linkerd', 'cart', { annotations }) });

const AUTO = '3.C mTLS is automatic';
const SERVER = '3.C Server';
const NONE = '3.C default when no Server';

/** What Servers and defaults of Linkerd make of ports and calls. */
export const LINKERD_SERVERS = rowsOf('linkerd', [
  [AUTO, 'meshed callers use it by themselves', [], { client: 'automatic' }],
  [
    AUTO,
    'a server of another mesh gets plain text',
    [],
    { client: 'plaintext' },
    call({ to: workload('istio', 'cart') }),
  ],
  [AUTO, 'a caller outside sends plain text', [], { client: 'plaintext' }, plain],
  [AUTO, 'plain text is taken too where nobody says otherwise', [], { mode: 'permissive' }],
  [
    AUTO,
    'a skipped port has none',
    [],
    { mode: 'disabled' },
    annotated({ 'config.linkerd.io/skip-inbound-ports': '25,8000-8100' }),
  ],
  [
    AUTO,
    'and nobody is refused there',
    [ofNamespace('deny')],
    { verdict: 'allowed', by: null },
    annotated({ 'config.linkerd.io/skip-inbound-ports': '8080' }),
  ],
  [
    AUTO,
    'another port is not skipped',
    [],
    { mode: 'permissive' },
    annotated({ 'config.linkerd.io/skip-inbound-ports': '25' }),
  ],

  [NONE, 'the installation lets all in', [], { verdict: 'allowed', by: null }, plain],
  [
    NONE,
    'a namespace asks for an identity',
    [ofNamespace('all-authenticated')],
    { mode: 'strict', verdict: 'allowed', by: 'shop' },
  ],
  [
    NONE,
    'and plain text has none',
    [ofNamespace('all-authenticated')],
    { verdict: 'denied', by: 'shop' },
    plain,
  ],
  [NONE, 'a namespace denies', [ofNamespace('deny')], { verdict: 'denied', by: 'shop' }],
  [
    NONE,
    'an audit lets all through',
    [ofNamespace('audit')],
    { verdict: 'allowed', by: 'shop' },
    plain,
  ],
  [
    NONE,
    'from the cluster, with an identity',
    [ofNamespace('cluster-authenticated')],
    { verdict: 'allowed' },
  ],
  [
    NONE,
    'from the cluster, of a caller whose place is not told',
    [ofNamespace('cluster-unauthenticated')],
    { verdict: 'unknown' },
    plain,
  ],
  [
    NONE,
    'from the cluster in plain text',
    [ofNamespace('cluster-unauthenticated')],
    { verdict: 'allowed' },
    call({ isEncrypted: false }),
  ],
  [
    NONE,
    'the pods outdo the namespace',
    [ofNamespace('deny')],
    { verdict: 'allowed', by: null },
    annotated({ [DEFAULT]: 'all-authenticated' }),
  ],
  [
    NONE,
    'the pods ask for an identity',
    [],
    { verdict: 'denied', by: null },
    plainTo({ [DEFAULT]: 'all-authenticated' }),
  ],

  [
    SERVER,
    'one without authorization denies all',
    [server()],
    { verdict: 'denied', by: 'http', mode: 'strict' },
  ],
  [
    SERVER,
    'its access policy lets all in',
    [server({ accessPolicy: 'all-unauthenticated' })],
    { verdict: 'allowed', by: 'http' },
    plain,
  ],
  [
    SERVER,
    'its access policy asks for an identity',
    [server({ accessPolicy: 'all-authenticated' })],
    { verdict: 'denied', by: 'http' },
    plain,
  ],
  [
    SERVER,
    'its access policy outdoes the namespace',
    [server({ accessPolicy: 'all-authenticated' }), ofNamespace('deny')],
    { verdict: 'allowed', by: 'http' },
  ],
  [
    SERVER,
    'an audit lets through',
    [server({ accessPolicy: 'audit' })],
    { verdict: 'allowed' },
    plain,
  ],
  [
    SERVER,
    'it is for a port by name',
    [server({ port: 'http' })],
    { verdict: 'denied', by: 'http' },
  ],
  [SERVER, 'it is for no other port', [server({ port: 9090 })], { verdict: 'allowed', by: null }],
  [
    SERVER,
    'it is for no other pods',
    [server({ podSelector: { matchLabels: { app: 'x' } } })],
    { verdict: 'allowed', by: null },
  ],
  [
    SERVER,
    'it selects by expressions too',
    [
      server({
        podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['cart'] }] },
      }),
    ],
    { verdict: 'denied', by: 'http' },
  ],
  [
    SERVER,
    'of another namespace it is for nobody here',
    [server({}, { namespace: 'other' })],
    { verdict: 'allowed', by: null },
  ],
]);
