import { hostileTexts } from '@/lib/testing/abuse/hostile-text';

const NODE = 'node=c%2Fshop%2Fworkload%2Fweb';

/** A good question to every route that takes a query, to which one bad thing is added. */
export const GOOD: Readonly<Record<string, string>> = {
  '/api/v1/graph': '',
  '/api/v1/namespaces': '',
  '/api/v1/splits': '',
  '/api/v1/checks': '',
  '/api/v1/node': NODE,
  '/api/v1/signals': NODE,
  '/api/v1/traces': NODE,
  '/api/v1/traces/operations': 'service=web',
};
/** Routes that take no query. */
export const BARE_ROUTES = ['/api/v1/status', '/api/v1/traces/services'];

const TEXTS = hostileTexts(400).map((text) => text.slice(0, 3000));
const AMOUNTS = [
  '0',
  '-1',
  '1.5',
  'NaN',
  'Infinity',
  '1e309',
  '1e3',
  '0x10',
  '٥',
  '5 ',
  ' 5',
  '+5',
  '5)',
];
const SPANS = [
  ...AMOUNTS,
  '0s',
  '-5m',
  '05m',
  '5m5m',
  '5M',
  '5d',
  '1w',
  '5ms',
  '5m)',
  '5m]) or up',
  '25h',
  '86401',
  'm',
];
const MOMENTS = [
  '-1',
  'NaN',
  '1e400',
  '0x10',
  'now',
  'now-5m',
  '99999999999999',
  '2026-13-01T00:00:00Z',
  '2026-01-01',
  '1;2',
];

/** What each parameter must not be. */
const BAD: readonly (readonly [string, string, readonly string[]])[] = [
  ['/api/v1/graph', 'window', [...SPANS, '14', '14s', ...TEXTS]],
  ['/api/v1/graph', 'at', [...MOMENTS, ...TEXTS]],
  [
    '/api/v1/graph',
    'view',
    ['Workload', 'workload ', 'workload,app', 'node', '__proto__', ...TEXTS],
  ],
  [
    '/api/v1/graph',
    'namespaces',
    ['*', '.*', 'a|b', 'kube.system', 'A', '__proto__', 'a/b', 'a'.repeat(64)],
  ],
  ['/api/v1/namespaces', 'window', [...SPANS, ...TEXTS]],
  ['/api/v1/signals', 'step', [...SPANS, ...TEXTS]],
  ['/api/v1/signals', 'direction', ['Inbound', 'both', 'inbound,outbound', 'source', ...TEXTS]],
  ['/api/v1/signals', 'from', [...MOMENTS, ...TEXTS]],
  ['/api/v1/signals', 'to', [...MOMENTS, ...TEXTS]],
  ['/api/v1/signals', 'edge', ['a>b>http', 'c/n/workload/w>c/n/workload/w>udp', ...TEXTS]],
  [
    '/api/v1/traces',
    'limit',
    ['0', '-1', '1001', '1.5', 'NaN', '1e309', 'all', ...TEXTS.filter((text) => !Number(text))],
  ],
  ['/api/v1/traces', 'errors', ['1', 'yes', 'TRUE', ...TEXTS]],
  ['/api/v1/traces', 'minDuration', ['-5ms', '5', '1e3ms', 'ms', '5ms)', '5 ms', ...TEXTS]],
  ['/api/v1/traces', 'maxDuration', ['-5ms', '5', '∞', ...TEXTS]],
  ['/api/v1/traces', 'tags', ['a', '=b', 'a="b', 'a=b a=c', 'a=b "', 'x'.repeat(2001)]],
];

/** Names of parameters that no route has. */
export const KEYS: readonly string[] = [
  ...[
    'x',
    'query',
    'promql',
    'url',
    'upstream',
    'host',
    'match[]',
    'timeout',
    'callback',
    'Window',
    'window ',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'namespaces[]',
    'namespaces[$ne]',
    '$where',
  ],
  ...TEXTS,
];

/** What a route is asked. */
export interface Question {
  readonly route: string;
  readonly query: string;
}

/** A good question with these pairs added. */
export function question(
  route: string,
  ...pairs: readonly (readonly [string, string])[]
): Question {
  const added = new URLSearchParams(pairs.map((pair) => [...pair])).toString();
  const good = pairs.some(([name]) => name === 'edge') ? '' : (GOOD[route] ?? '');
  return { route, query: [good, added].filter((part) => part !== '').join('&') };
}

/** Questions that every route must refuse. */
export const QUESTIONS: readonly Question[] = [
  ...BAD.flatMap(([route, name, values]) => values.map((value) => question(route, [name, value]))),
  ...Object.keys(GOOD).flatMap((route) => KEYS.map((key) => question(route, [key, '1']))),
  ...BAD.map(([route, name]) => question(route, [name, '300'], [name, '300'])),
];
