import type * as configurationModule from '@/lib/contract/configuration-url';
import type * as graphModule from '@/lib/contract/graph-url';
import type * as meshesModule from '@/lib/contract/meshes-url';
import type * as nodeModule from '@/lib/contract/node-url';
import type * as overviewModule from '@/lib/contract/overview-url';
import type { PageCodec } from '@/lib/contract/page-codec';
import type * as practicesModule from '@/lib/contract/practices-url';
import type * as securityModule from '@/lib/contract/security-url';
import type * as servicesModule from '@/lib/contract/services-url';
import type * as traceModule from '@/lib/contract/trace-url';
import type * as tracesModule from '@/lib/contract/traces-url';
import type * as trafficModule from '@/lib/contract/traffic-url';
import type * as urlsModule from '@/lib/contract/urls';
import type * as viewModule from '@/lib/contract/view-url';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';

interface Pages {
  readonly view: typeof viewModule;
  readonly urls: typeof urlsModule;
  /** Every codec of a page, by its name. */
  readonly codecs: ReadonlyMap<string, PageCodec<unknown>>;
}

const C = 'lib/contract';

async function pagesOf(load: Load): Promise<Pages> {
  const graph = await load<typeof graphModule>(`${C}/graph-url.ts`);
  const trace = await load<typeof traceModule>(`${C}/trace-url.ts`);
  const traces = await load<typeof tracesModule>(`${C}/traces-url.ts`);
  const view = await load<typeof viewModule>(`${C}/view-url.ts`);
  const configuration = await load<typeof configurationModule>(`${C}/configuration-url.ts`);
  const codec = <T>({ keys, read, write }: PageCodec<T>): PageCodec<unknown> => ({
    keys,
    read,
    write: (state) => write(state as T),
  });
  const own = <T>(
    read: (params: URLSearchParams) => T,
    write: (state: T) => URLSearchParams,
    keys: readonly string[],
  ) => codec({ keys, read, write });
  return {
    view,
    urls: await load<typeof urlsModule>(`${C}/urls.ts`),
    codecs: new Map([
      ['view', own(view.readView, view.writeView, ['ns', 'window', 'refresh', 'at', 'between'])],
      ['graph', own(graph.readGraphPage, graph.writeGraphPage, GRAPH_KEYS)],
      ['trace', own(trace.readTracePage, trace.writeTracePage, TRACE_KEYS)],
      ['traces', own(traces.readTracesPage, traces.writeTracesPage, TRACES_KEYS)],
      ['configuration', codec(configuration.configurationCodec)],
      ['object', codec(configuration.objectCodec)],
      ['meshes', codec((await load<typeof meshesModule>(`${C}/meshes-url.ts`)).meshesCodec)],
      ['node', codec((await load<typeof nodeModule>(`${C}/node-url.ts`)).nodeCodec)],
      [
        'overview',
        codec((await load<typeof overviewModule>(`${C}/overview-url.ts`)).overviewCodec),
      ],
      [
        'practices',
        codec((await load<typeof practicesModule>(`${C}/practices-url.ts`)).practicesCodec),
      ],
      [
        'security',
        codec((await load<typeof securityModule>(`${C}/security-url.ts`)).securityCodec),
      ],
      [
        'services',
        codec((await load<typeof servicesModule>(`${C}/services-url.ts`)).servicesCodec),
      ],
      ['traffic', codec((await load<typeof trafficModule>(`${C}/traffic-url.ts`)).trafficCodec)],
    ]),
  };
}

const GRAPH_KEYS = 'view label select show idle boxes flip q focus hops mesh proxies list'.split(
  ' ',
);
const TRACE_KEYS = 'tab span find zoom show in level fold by color clocks'.split(' ');
const TRACES_KEYS =
  'service node edge operation tags minDuration maxDuration errors limit lookback range sort axis select'.split(
    ' ',
  );

/** Values that no page writes. */
const HOSTILE = [
  ...['<img src=x onerror=alert(1)>', 'javascript:alert(1)', '//evil.example', '__proto__'],
  ...[
    'constructor',
    '"} or up{a="',
    '\u0000',
    '\ud800',
    '\u202egnp.exe',
    '%',
    '%2e%2e%2f',
    '../..',
  ],
  ...['-1', '0', '1e309', 'NaN', 'Infinity', '-0', '9'.repeat(400), '1_2_3_4_5', '_', '0_0', '5_1'],
  ...[',', ',,,,', 'a,b'.repeat(500), '.'.repeat(3000), '='.repeat(2000), '"'.repeat(2000)],
  ...['x'.repeat(100_000), 'a,'.repeat(50_000), '1_'.repeat(50_000), '.a'.repeat(50_000)],
  ...['k=v '.repeat(25_000), '\u{1f600}'.repeat(25_000), ' '.repeat(100_000)],
];

/** More than any page needs, and as much as a server takes for an address. */
const MOST_LETTERS = 16_384;

function lettersOf(state: unknown): number {
  return JSON.stringify(state).length;
}

function wrongPage({ keys, read, write }: PageCodec<unknown>, key: string, value: string) {
  const state = read(new URLSearchParams([[key, value]]));
  if (!keys.includes(key)) return 'it owns no such parameter';
  if (lettersOf(state) > MOST_LETTERS + 1000) return `keeps ${lettersOf(state)} letters`;
  const again = read(write(state));
  return JSON.stringify(again) === JSON.stringify(state) ? null : 'is another page when it is kept';
}

const clamped = 'return text.length > most ? ';

describeAbuse<Pages>('T37: a link to a page that holds what no page writes', {
  product: pagesOf,
  works({ codecs }) {
    for (const [name, { read, write }] of codecs) {
      const usual = read(new URLSearchParams());
      if ([...write(usual)].length > 0) throw new Error(`${name} is never as usual`);
    }
  },
  attack: ({ codecs }) =>
    tryEach(
      [...codecs].flatMap(([page, { keys }]) =>
        keys.flatMap((key) => HOSTILE.map((value) => ({ page, key, value }))),
      ),
      ({ page, key, value }) => {
        const codec = codecs.get(page);
        return codec === undefined ? 'there is no such page' : wrongPage(codec, key, value);
      },
    ),
  atLeast: 2_000,
  defects: [
    {
      without: 'namespaces that are some',
      edits: [
        {
          file: `${C}/view-url.ts`,
          find: 'namespaceName.safeParse(name).success',
          replace: 'name !== ""',
        },
        {
          file: `${C}/view-url.ts`,
          find: 'return parsed.success ? parsed.data : [];',
          replace: 'return parsed.success ? parsed.data : valid;',
        },
      ],
    },
    edit('a most of letters', `${C}/page-codec.ts`, clamped, 'return text.length > 1e9 ? '),
    edit(
      'a most of a list',
      `${C}/trace-url.ts`,
      'return text.length <= MAX_NAME;',
      'return text !== "";',
    ),
  ],
});

const ORIGIN = 'https://alidade.example';

/** Where a link would like to lead somebody who has just signed in. */
const AWAY = [
  '//',
  '///',
  '/\\',
  '\\\\',
  '/\t/',
  '/\n/',
  '\t//',
  '/%09/',
  'https:',
  'https://',
  'http:/',
  '/ /',
  '/;/',
].flatMap((start) =>
  [
    'evil.example',
    'evil.example/%2e%2e',
    'alidade.example@evil.example',
    'evil.example:443/x?y#z',
  ].map((rest) => start + rest),
);
const RETURNS = [
  ...AWAY,
  ...AWAY.map((text) => ` ${text}`),
  ...AWAY.map((text) => encodeURIComponent(text)),
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '',
    ' ',
    'evil',
    '?x',
    '#x',
    '@evil.example',
  ],
  ...[
    '/sign-in',
    '/sign-in?from=/',
    '/api/v1/session',
    '/api/v1/session/start',
    '/\u0000',
    '/\u007f',
    '/a\\b',
  ],
  ...['/graph\r\nset-cookie: a=b', '/graph\nx', '/\u2028/evil.example'],
];

describeAbuse<Pages>('T37: a way back after signing in that leads away', {
  product: pagesOf,
  works({ urls: { readReturnPath } }) {
    const path = '/graph?ns=shop&select=a%2Fb#x';
    if (readReturnPath(path) !== path) throw new Error('nobody comes back');
  },
  attack: ({ urls: { readReturnPath } }) =>
    tryEach(RETURNS, (from) => {
      const path = readReturnPath(from);
      const url = new URL(path, `${ORIGIN}/sign-in`);
      if (url.origin !== ORIGIN) return `leads to ${url.href}`;
      if (!path.startsWith('/')) return `leads to ${path}`;
      if (/^\/(sign-in|api\/)/.test(url.pathname)) return `comes back to ${url.pathname}`;
      return /[\p{Cc}\\]/u.test(path) ? 'holds what no path does' : null;
    }),
  atLeast: 150,
  defects: [
    edit(
      'a path that begins as one',
      `${C}/urls.ts`,
      '!/^\\/(?![/\\\\])/.test(from)',
      '!from.startsWith("")',
    ),
    edit(
      'a look at the second letter',
      `${C}/urls.ts`,
      '!/^\\/(?![/\\\\])/.test(from)',
      "!from.startsWith('/')",
    ),
    edit(
      'a look at letters that are dropped',
      `${C}/urls.ts`,
      ' || /[\\\\\\p{Cc}]/u.test(from)',
      '',
    ),
    edit(
      'a look at pages that are none',
      `${C}/urls.ts`,
      "from.startsWith('/sign-in') || from.startsWith('/api/')",
      'false',
    ),
  ],
});
