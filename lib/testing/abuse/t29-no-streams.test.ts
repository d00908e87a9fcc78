import { describe, expect, it } from 'vitest';
import type * as apiModule from '@/lib/client/api';
import type * as queryClientModule from '@/lib/client/query-client';
import type * as viewModule from '@/lib/contract/view-url';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { shippedSources, sourceOf } from '@/lib/testing/own-patterns';

type Sources = (file: string) => string;
const shipped = shippedSources();

/** The sources with one line more in one of them. */
const planted =
  (file: string, line: string): Sources =>
  (each) =>
    each === file ? `${sourceOf(each)}\n${line}` : sourceOf(each);

/** What keeps a connection to a browser open: none of it is used. */
const STREAM = /\b(EventSource|WebSocket|WebTransport|text\/event-stream)\b|new ReadableStream\b/;
const streams = (of: Sources) => shipped.filter((file) => STREAM.test(of(file)));

describe('T29: a stream that somebody leaves open', () => {
  it('does not exist: every answer has an end', () => {
    expect(streams(sourceOf)).toEqual([]);
  });

  it.each([
    ['lib/client/graph.ts', "new EventSource('/api/v1/graph');"],
    ['lib/client/graph.ts', "new WebSocket('ws://localhost/');"],
    ['app/api/v1/graph/route.ts', "headers.set('content-type', 'text/event-stream');"],
    ['app/api/v1/graph/route.ts', 'new Response(new ReadableStream({ pull }));'],
  ])('is seen in %s where it is %s', (file, line) => {
    expect(streams(planted(file, line))).toEqual([file]);
  });
});

/** How often pages ask again, as it is written: by the view, by a constant of the file, not at all. */
const intervals = (of: Sources) =>
  shipped.flatMap((file) =>
    [...of(file).matchAll(/refetchInterval: (.*)/g)].map(([, how = '']) => ({ file, how })),
  );
const constants = (of: Sources) =>
  shipped.flatMap((file) =>
    [...of(file).matchAll(/const REFRESH_MS = ([\d_]+)/g)].map(([, ms = '']) =>
      Number(ms.replaceAll('_', '')),
    ),
  );

describe('T29: a page that asks without a pause', () => {
  const odd = (of: Sources) =>
    intervals(of).filter(({ how }) => !/pollMs\(view\)|^REFRESH_MS,$|=>$/.test(how));

  it('does not exist: no sooner than every five seconds, and never in a tab that is hidden', () => {
    expect(intervals(sourceOf).length).toBeGreaterThan(15);
    expect(odd(sourceOf)).toEqual([]);
    expect(constants(sourceOf).every((ms) => ms >= 5_000)).toBe(true);
    expect(
      shipped.filter((file) => sourceOf(file).includes('refetchIntervalInBackground')),
    ).toEqual([]);
  });

  it('is seen where it is written', () => {
    const file = 'lib/client/graph.ts';
    expect(odd(planted(file, 'refetchInterval: 100,'))).toEqual([{ file, how: '100,' }]);
    expect(constants(planted(file, 'const REFRESH_MS = 100;'))).toContain(100);
  });
});

interface Product {
  readonly view: typeof viewModule;
  readonly queries: typeof queryClientModule;
  readonly api: typeof apiModule;
}

/** Refreshes that a link may ask for. */
const REFRESHES = ['0s', '0', '1ms', '1s', '-1s', '4s', '', 'NaN', 'always', '5s', 'off', '1m'];
const FAILURES = ['busy', 'network', 'upstream-timeout', 'invalid-request', 'forbidden'] as const;

describeAbuse<Product>('T29: a link or a failure that makes a page ask on and on', {
  product: async (load) => ({
    view: await load('lib/contract/view-url.ts'),
    queries: await load('lib/client/query-client.ts'),
    api: await load('lib/client/api.ts'),
  }),
  works({ view }) {
    const { readView, pollMs } = view;
    if (pollMs(readView(new URLSearchParams())) !== 15_000) throw new Error('nothing is refreshed');
  },
  attack: ({ view, queries, api }) =>
    tryEach([...REFRESHES, ...FAILURES], (what) => {
      const failure = FAILURES.find((each) => each === what);
      if (failure !== undefined) {
        const error = new api.ApiError({ type: failure, status: 503, title: 'told to' });
        return queries.shouldRetry(2, error) ? 'is asked a third time' : null;
      }
      const ms = view.pollMs(view.readView(new URLSearchParams({ refresh: what })));
      return ms === false || ms >= 5_000 ? null : `asks every ${ms} ms`;
    }),
  atLeast: 15,
  defects: [
    edit('a least pause', 'lib/contract/view-url.ts', "'5s': 5_000", "'5s': 5"),
    edit(
      'a most of tries',
      'lib/client/query-client.ts',
      'failures < MAX_RETRIES',
      'failures < 1e9',
    ),
  ],
});
