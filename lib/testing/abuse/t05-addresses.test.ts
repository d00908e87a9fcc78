import { against } from '@/lib/testing/abuse/against';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { SEGMENTS } from '@/lib/testing/abuse/hostile-paths';
import { jaeger, notFound } from '@/lib/testing/fake-jaeger';
import { json, type FakeUpstream, type RecordedRequest } from '@/lib/testing/fake-upstream';
import type * as targetModule from '@/lib/upstream/target';
import type * as tracingModule from '@/lib/upstream/tracing/client';

const TRACING = 'lib/upstream/tracing/client.ts';
const never = new AbortController().signal;
const TARGET = 'lib/upstream/target.ts';
const BASE = 'http://host:9090/base/path';

describeAbuse('T5: a segment that becomes more than one', {
  product: (load) => load<typeof targetModule>(TARGET),
  works({ targetUrl, readBaseUrl }) {
    const url = targetUrl('tracing', readBaseUrl('tracing', BASE), ['api', 'traces']);
    if (url.href !== `${BASE}/api/traces`) throw new Error('no path is built');
  },
  attack: ({ targetUrl, readBaseUrl }) =>
    tryEach(SEGMENTS, (text) => {
      const base = readBaseUrl('tracing', BASE);
      const url = urlOf(() => targetUrl('tracing', base, ['api', text, 'x']));
      if (url === null) return null;
      const parts = url.pathname.split('/');
      const isOne =
        url.href.startsWith(`${BASE}/api/`) && parts.length === 6 && parts.at(-1) === 'x';
      return isOne && decodeURIComponent(parts[4] ?? '') === text ? null : `leads to ${url.href}`;
    }),
  atLeast: 600,
  figure: 'F8',
  defects: [
    {
      without: 'the encoding of segments and the look at what came of it',
      edits: [
        { file: TARGET, find: 'return encodeURIComponent(segment);', replace: 'return segment;' },
        {
          file: TARGET,
          find: 'url.origin !== base.origin || url.pathname !== path',
          replace: 'false',
        },
      ],
    },
    edit(
      'the encoding of segments',
      TARGET,
      'return encodeURIComponent(segment);',
      'return segment;',
    ),
    {
      without: 'the refusal of dots and the look at what came of it',
      edits: [
        { file: TARGET, find: "segment === '.' || segment === '..' || ", replace: '' },
        {
          file: TARGET,
          find: 'url.origin !== base.origin || url.pathname !== path',
          replace: 'false',
        },
      ],
    },
  ],
});

function urlOf(build: () => URL): URL | null {
  try {
    return build();
  } catch (error) {
    if (error instanceof Error && error.name === 'UpstreamError') return null;
    throw error;
  }
}

const CONFIGURED = [
  ...[
    'file:///etc/passwd',
    'ftp://host/',
    'gopher://host/',
    'javascript:alert(1)',
    'data:,x',
    'unix:/run/x.sock',
  ],
  ...[
    '//host/',
    'host:9090',
    '/path',
    '',
    'http://',
    'http://user@host/',
    'http://u:p@host/',
    'http://host/?a=b',
  ],
  ...[
    'http://host/#x',
    'ws://host/',
    'about:blank',
    'http:// host/',
    'chrome://x/',
    'blob:http://h/x',
  ],
];

describeAbuse('T5: a configured address that is no plain one', {
  product: (load) => load<typeof targetModule>(TARGET),
  works({ readBaseUrl }) {
    readBaseUrl('prometheus', 'https://host/prom');
  },
  attack: ({ readBaseUrl }) =>
    tryEach(CONFIGURED, (text) => {
      try {
        return `taken as ${readBaseUrl('prometheus', text).href}`;
      } catch (error) {
        return error instanceof TypeError ? null : String(error);
      }
    }),
  atLeast: 20,
  figure: 'F8',
  defects: [
    edit(
      'the check of its scheme',
      TARGET,
      "url.protocol !== 'http:' && url.protocol !== 'https:'",
      'false',
    ),
    edit(
      'the refusal of credentials in it',
      TARGET,
      "url.username !== '' || url.password !== ''",
      'false',
    ),
    edit('the refusal of a query in it', TARGET, "url.search !== '' || url.hash !== ''", 'false'),
  ],
});

/** A Jaeger that knows no trace. */
const STORE = jaeger({ '/api/v3/services': json({ services: ['web'] }) }, notFound);

const storeOf =
  ({ createTracingClient }: typeof tracingModule) =>
  (server: FakeUpstream) => {
    server.answer(STORE);
    return createTracingClient({ kind: 'jaeger', baseUrl: server.url });
  };

describeAbuse('T5: an id of a trace that is none', {
  product: (load) => load<typeof tracingModule>(TRACING),
  works: (tracing) =>
    against(storeOf(tracing), async (client, server) => {
      await client.trace('0123456789abcdefABCDEF0123456789', never);
      if (!server.requests.some(asksForTrace)) throw new Error('an id is none');
    }),
  attack: (tracing) =>
    against(storeOf(tracing), (client, server) =>
      tryEach([...SEGMENTS, '0123456789abcde', '0'.repeat(33), 'g'.repeat(32)], async (text) => {
        await client.trace(text, never).catch(() => undefined);
        const sent = server.requests.splice(0).find(asksForTrace);
        return sent === undefined ? null : `asked for ${sent.target}`;
      }),
    ),
  atLeast: 600,
  figure: 'F8',
  defects: [
    edit('the check of ids', TRACING, 'if (!isTraceId(traceId))', "if (traceId === '')"),
    edit('a grammar of ids that holds to its end', TRACING, '{16,32}$/', '{16,32}/'),
  ],
});

function asksForTrace({ target }: RecordedRequest): boolean {
  return target.includes('/traces/');
}
