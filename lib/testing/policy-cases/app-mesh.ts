import { callIn, rowsOf, thing, workload } from '@/lib/testing/policy-cases/builders';

const film = callIn('app-mesh');
const node = (name: string, spec: object) =>
  thing('VirtualNode', name, {
    podSelector: { matchLabels: { app: name } },
    meshRef: { name: 'm' },
    ...spec,
  });
const listener = (tls?: object, port = 8080) => ({
  portMapping: { port, protocol: 'http' },
  ...(tls === undefined ? {} : { tls }),
});
const taking = (tls?: object) => node('cart', { listeners: [listener(tls)] });
const FRONT = thing('VirtualService.appmesh', 'cart', {
  provider: { virtualNode: { virtualNodeRef: { name: 'cart' } } },
});
const backend = (name: string, clientPolicy?: object) => ({
  virtualService: {
    virtualServiceRef: { name },
    ...(clientPolicy === undefined ? {} : { clientPolicy }),
  },
});
const mesh = (type?: string) =>
  thing('Mesh.appmesh', 'm', type === undefined ? {} : { egressFilter: { type } }, {
    namespace: undefined,
  });
const CERTIFICATE = { file: { certificateChain: 'a', privateKey: 'b' } };
const VALIDATION = { trust: { file: { certificateChain: 'c' } } };
const policyOf = (tls: object) => ({ tls: { validation: VALIDATION, ...tls } });
const calling = (spec: object) => [taking(), FRONT, node('web', spec)];

const SERVER = '5.C server';
const CLIENT = '5.C client';
const REACH = '5.C no authorization resource';

/** What App Mesh’s objects make of ports and calls. */
export const APP_MESH = rowsOf('app-mesh', [
  [
    SERVER,
    'without tls it is plain text',
    [taking()],
    { mode: 'disabled', mutual: false, by: null },
  ],
  [
    SERVER,
    'STRICT with a check of the caller',
    [taking({ mode: 'STRICT', validation: VALIDATION })],
    { mode: 'strict', mutual: true, by: 'cart' },
  ],
  [
    SERVER,
    'STRICT alone is not mutual',
    [taking({ mode: 'STRICT' })],
    { mode: 'strict', mutual: false },
  ],
  [SERVER, 'PERMISSIVE', [taking({ mode: 'PERMISSIVE' })], { mode: 'permissive', mutual: false }],
  [SERVER, 'DISABLED', [taking({ mode: 'DISABLED' })], { mode: 'disabled', by: 'cart' }],
  [
    SERVER,
    'each listener speaks for its port',
    [
      node('cart', {
        listeners: [listener({ mode: 'STRICT' }, 9090), listener({ mode: 'PERMISSIVE' })],
      }),
    ],
    { mode: 'permissive', path: 'spec.listeners[1].tls.mode' },
  ],
  [SERVER, 'without a VirtualNode it is not known', [], { mode: 'unknown' }],
  [
    SERVER,
    'STRICT refuses plain text',
    [taking({ mode: 'STRICT' })],
    { verdict: 'denied', by: 'cart' },
    film({ from: 'outside' }),
  ],
  [
    CLIENT,
    'a policy for all backends',
    calling({ backendDefaults: { clientPolicy: policyOf({}) } }),
    { client: 'simple' },
  ],
  [
    CLIENT,
    'with a certificate it is mutual',
    calling({ backendDefaults: { clientPolicy: policyOf({ certificate: CERTIFICATE }) } }),
    { client: 'mutual' },
  ],
  [
    CLIENT,
    'a backend outdoes the default',
    calling({
      backendDefaults: { clientPolicy: policyOf({}) },
      backends: [backend('cart', policyOf({ certificate: CERTIFICATE }))],
    }),
    { client: 'mutual' },
  ],
  [
    CLIENT,
    'another backend does not',
    calling({
      backendDefaults: { clientPolicy: policyOf({}) },
      backends: [backend('x', policyOf({ certificate: CERTIFICATE }))],
    }),
    { client: 'simple' },
  ],
  [
    CLIENT,
    'it may be for some ports',
    calling({ backendDefaults: { clientPolicy: policyOf({ ports: [9090] }) } }),
    { client: 'unknown' },
  ],
  [
    CLIENT,
    'not enforced it is not told',
    calling({ backendDefaults: { clientPolicy: policyOf({ enforce: false }) } }),
    { client: 'unknown' },
  ],
  [
    REACH,
    'a declared backend',
    calling({ backends: [backend('cart')] }),
    { verdict: 'allowed', by: 'web', path: 'spec.backends[0]' },
  ],
  [
    REACH,
    'DROP_ALL drops what is not declared',
    [...calling({}), mesh('DROP_ALL')],
    { verdict: 'denied', by: 'm' },
  ],
  [
    REACH,
    'ALLOW_ALL does not',
    [...calling({}), mesh('ALLOW_ALL')],
    { verdict: 'allowed', by: 'm' },
  ],
  [
    REACH,
    'without a word it is not told',
    [...calling({}), mesh()],
    { verdict: 'unknown', by: null },
  ],
  [
    REACH,
    'whoever has no proxy may call',
    [taking()],
    { verdict: 'allowed', by: null },
    film({ from: workload(null, 'web'), isEncrypted: false }),
  ],
  [
    REACH,
    'a backend by a group',
    [
      ...calling({ backendGroups: [{ name: 'g' }] }),
      thing('BackendGroup', 'g', { virtualservices: [{ name: 'cart' }] }),
    ],
    { verdict: 'allowed', by: 'web' },
  ],
  [
    REACH,
    'a backend behind a router',
    [
      taking(),
      node('web', { backends: [backend('front')] }),
      thing('VirtualService.appmesh', 'front', {
        provider: { virtualRouter: { virtualRouterRef: { name: 'r' } } },
      }),
      thing('VirtualRouter', 'r', {
        routes: [
          {
            name: 'a',
            httpRoute: {
              match: { prefix: '/' },
              action: { weightedTargets: [{ virtualNodeRef: { name: 'cart' }, weight: 1 }] },
            },
          },
        ],
      }),
    ],
    { verdict: 'allowed', by: 'web' },
  ],
]);

/** Gateway API says nothing of either. */
export const GATEWAY_API = rowsOf('gateway-api', [
  ['6.C', 'it has no mode', [], { mode: 'not-applicable' }],
  ['6.C', 'it has no word on callers', [], { client: 'unknown' }],
  ['6.C', 'it authorizes nobody', [], { verdict: 'unknown', by: null }],
]);
