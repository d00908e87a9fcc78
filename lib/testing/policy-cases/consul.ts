import { callIn, rowsOf, thing, workload } from '@/lib/testing/policy-cases/builders';

const call = callIn('consul');
const plain = call({ from: 'outside' });
const defaults = (mode: string, status: object = {}) =>
  thing('ServiceDefaults', 'cart', { mutualTLSMode: mode }, status);
const global = (mode: string) => thing('ProxyDefaults', 'global', { mutualTLSMode: mode });
const PERMITS = thing('Mesh.consul', 'mesh', { allowEnablingPermissiveMutualTLS: true });
const REFUSED = { status: { conditions: [{ type: 'Synced', status: 'False' }] } };
const intention = (
  name: string,
  sources: readonly object[],
  more: object = {},
  rest: object = {},
) =>
  thing(
    'ServiceIntentions',
    name.replace('*', 'all'),
    { destination: { name }, sources, ...more },
    rest,
  );
const one = (name: string, action: string) => [{ name, action }];
const permitted = (...permissions: readonly object[]) => [{ name: 'web', permissions }];
const path = (action: string, http: object) => ({ action, http });

const MODE = '4.C mutualTLSMode';
const ORDER = '4.C precedence';
const L7 = '4.C permissions';

/** What Consul’s config entries make of ports and calls. */
export const CONSUL = rowsOf('consul', [
  [MODE, 'mutual TLS is always on', [], { mode: 'strict', by: null }],
  [MODE, 'callers use it always', [], { client: 'mutual' }],
  [MODE, 'a caller outside cannot', [], { client: 'plaintext' }, plain],
  [
    MODE,
    'a gateway is called from outside',
    [],
    { mode: 'not-applicable' },
    call({ to: workload('consul', 'edge', { isGateway: true }) }),
  ],
  [
    MODE,
    'a service may take plain text',
    [PERMITS, defaults('permissive')],
    { mode: 'permissive', by: 'cart' },
  ],
  [
    MODE,
    'not where Mesh does not allow that',
    [defaults('permissive')],
    { mode: 'strict', by: null },
  ],
  [MODE, 'all services may', [PERMITS, global('permissive')], { mode: 'permissive', by: 'global' }],
  [
    MODE,
    'a service outdoes all',
    [PERMITS, global('permissive'), defaults('strict')],
    { mode: 'strict', by: 'cart' },
  ],
  [
    MODE,
    'an empty word inherits',
    [PERMITS, global('permissive'), defaults('')],
    { mode: 'permissive', by: 'global' },
  ],
  [
    '4.B Synced',
    'what Consul refused is not in force',
    [PERMITS, defaults('permissive', REFUSED)],
    { mode: 'strict', by: null },
  ],
  [MODE, 'strict refuses plain text', [], { verdict: 'denied', by: null }, plain],
  [
    MODE,
    'permissive takes it past all intentions',
    [PERMITS, defaults('permissive'), intention('cart', one('*', 'deny'))],
    { verdict: 'allowed' },
    plain,
  ],

  [ORDER, 'without a match the ACL default decides', [], { verdict: 'unknown', by: null }],
  [
    ORDER,
    'exact and exact',
    [intention('cart', one('web', 'allow'))],
    { verdict: 'allowed', by: 'cart', path: 'spec.sources[0]' },
  ],
  [ORDER, 'a denial', [intention('cart', one('web', 'deny'))], { verdict: 'denied', by: 'cart' }],
  [
    ORDER,
    'any source to exact',
    [intention('cart', one('*', 'deny'))],
    { verdict: 'denied', by: 'cart' },
  ],
  [
    ORDER,
    'an exact source comes before any',
    [intention('cart', [...one('*', 'deny'), ...one('web', 'allow')])],
    { verdict: 'allowed', path: 'spec.sources[1]' },
  ],
  [
    ORDER,
    'an exact destination comes before an exact source',
    [intention('*', one('web', 'allow')), intention('cart', one('*', 'deny'))],
    { verdict: 'denied', by: 'cart' },
  ],
  [
    ORDER,
    'an exact source to any',
    [intention('*', [...one('*', 'deny'), ...one('web', 'allow')])],
    { verdict: 'allowed', by: 'all' },
  ],
  [ORDER, 'any to any', [intention('*', one('*', 'deny'))], { verdict: 'denied', by: 'all' }],
  [
    ORDER,
    'another destination does not count',
    [intention('x', one('web', 'deny'))],
    { verdict: 'unknown', by: null },
  ],
  [
    ORDER,
    'another source does not count',
    [intention('cart', one('x', 'deny'))],
    { verdict: 'unknown', by: null },
  ],
  [
    ORDER,
    'a source of another peer does not count',
    [intention('cart', [{ name: 'web', peer: 'p', action: 'deny' }])],
    { verdict: 'unknown' },
  ],
  [
    '4.B Synced',
    'what Consul refused decides nothing',
    [intention('cart', one('web', 'deny'), {}, REFUSED)],
    { verdict: 'unknown', by: null },
  ],
  [
    '4.B names',
    'pods may say another name',
    [intention('basket', one('web', 'allow'))],
    { verdict: 'allowed', by: 'basket' },
    call({
      to: workload('consul', 'cart', {
        annotations: { 'consul.hashicorp.com/connect-service': 'basket' },
      }),
    }),
  ],
  [
    ORDER,
    'a caller that is not told is denied where all are',
    [intention('cart', one('*', 'deny'))],
    { verdict: 'denied' },
    call({ from: 'unknown' }),
  ],
  [
    ORDER,
    'and not known where some are',
    [intention('cart', [...one('*', 'deny'), ...one('web', 'allow')])],
    { verdict: 'unknown' },
    call({ from: 'unknown' }),
  ],

  [
    L7,
    'a path is not told',
    [intention('cart', permitted(path('allow', { pathPrefix: '/a' })))],
    { verdict: 'unknown', by: 'cart' },
  ],
  [
    L7,
    'every path is',
    [intention('cart', permitted(path('allow', { pathPrefix: '/' })))],
    { verdict: 'allowed', path: 'spec.sources[0].permissions[0]' },
  ],
  [
    L7,
    'the first that matches decides, and one before may',
    [
      intention(
        'cart',
        permitted(path('deny', { pathExact: '/a' }), path('allow', { pathPrefix: '/' })),
      ),
    ],
    { verdict: 'unknown' },
  ],
  [
    L7,
    'those that may match agree',
    [
      intention(
        'cart',
        permitted(path('allow', { methods: ['GET'] }), path('allow', { pathPrefix: '/' })),
      ),
    ],
    { verdict: 'allowed' },
  ],
  [
    L7,
    'a denial of everything',
    [intention('cart', permitted(path('deny', { pathPrefix: '/' })))],
    { verdict: 'denied' },
  ],
  [
    L7,
    'a GET is no call of gRPC',
    [
      intention(
        'cart',
        permitted(path('deny', { methods: ['GET'] }), path('allow', { methods: ['POST'] })),
      ),
    ],
    { verdict: 'allowed' },
    call({ protocol: 'grpc' }),
  ],
  [
    '4.C jwt',
    'a token is not told',
    [intention('cart', one('web', 'allow'), { jwt: { providers: [{ name: 'p' }] } })],
    { verdict: 'unknown', by: 'cart' },
  ],
  [
    '4.C jwt',
    'a denial needs none',
    [intention('cart', one('web', 'deny'), { jwt: { providers: [{ name: 'p' }] } })],
    { verdict: 'denied' },
  ],
]);
