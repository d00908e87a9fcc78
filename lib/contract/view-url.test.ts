import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphQuerySchema, WINDOWS } from '@/lib/contract/queries';
import {
  atOf,
  DEFAULT_VIEW,
  inWindow,
  pollMs,
  readView,
  REFRESH_CHOICES,
  windowSecondsOf,
  withView,
  writeScope,
  writeView,
  type View,
} from '@/lib/contract/view-url';

const namespace = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,8}[a-z0-9])?$/);
const views: fc.Arbitrary<View> = fc.record({
  namespaces: fc.uniqueArray(namespace, { maxLength: 8 }).map((names) => names.toSorted()),
  window: fc.constantFrom(...WINDOWS),
  refresh: fc.constantFrom(...REFRESH_CHOICES),
  at: fc.option(fc.integer({ min: 0, max: 3_999_999_999_999 })),
  between: fc.option(
    fc
      .tuple(fc.integer({ min: 0, max: 3_999_900_000 }), fc.integer({ min: 15, max: 86_400 }))
      .map(([from, seconds]) => ({ fromMs: from * 1000, toMs: (from + seconds) * 1000 })),
  ),
});

const BETWEEN = { fromMs: 1_700_000_000_000, toMs: 1_700_000_137_000 };

describe('a chosen stretch of time', () => {
  const view: View = { ...DEFAULT_VIEW, window: '1h', at: 1, between: BETWEEN };

  it('stands in for the window and the moment, and leaves them as they were', () => {
    expect(writeScope(view).toString()).toBe('window=137&at=1700000137');
    expect(windowSecondsOf(view)).toBe(137);
    expect(atOf(view)).toBe(BETWEEN.toMs);
    expect(writeScope({ ...view, between: null }).toString()).toBe('window=1h&at=0.001');
  });

  it('is spoken of as what it is', () => {
    expect(inWindow(view)).toBe('in the chosen time');
    expect(inWindow({ ...view, between: null })).toBe('in the last 1 hour');
  });
});

describe('the view in a URL', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(readView(new URLSearchParams(writeView(view).toString()))).toEqual(view);
      }),
    );
  });

  it('is empty when everything is as usual', () => {
    expect(writeView(DEFAULT_VIEW).toString()).toBe('');
  });

  it('is the same for the same namespaces in another order', () => {
    const [a, b] = [
      { ...DEFAULT_VIEW, namespaces: ['b', 'a'] },
      { ...DEFAULT_VIEW, namespaces: ['a', 'b'] },
    ];
    expect(writeView(a).toString()).toBe(writeView(b).toString());
  });

  it('always opens, whatever the parameters are', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 5, maxLength: 5 }), (texts) => {
        const [ns = '', window = '', refresh = '', at = '', between = ''] = texts;
        const view = readView(new URLSearchParams({ ns, window, refresh, at, between }));
        expect(readView(writeView(view))).toEqual(view);
      }),
    );
  });

  it.each([
    ['ns=shop,Not_A_Name,../x', { namespaces: ['shop'] }],
    ['window=7m', { window: '5m' }],
    ['refresh=1ms', { refresh: '15s' }],
    ['at=yesterday', { at: null }],
    ['at=1700000000.5', { at: 1_700_000_000_500 }],
    ['at=540824327.011', { at: 540_824_327_011 }],
    ['at=2023-11-14T22:13:20Z', { at: 1_700_000_000_000 }],
    ['between=1000_1060', { between: { fromMs: 1_000_000, toMs: 1_060_000 } }],
    ['between=1060_1000', { between: null }],
    ['between=1000_1010', { between: null }],
    ['between=1000_90000', { between: null }],
    ['between=1000_1060.5', { between: null }],
  ])('reads %s', (query, expected) => {
    expect(readView(new URLSearchParams(query))).toEqual({ ...DEFAULT_VIEW, ...expected });
  });

  it('leaves the other parameters of a page alone', () => {
    const params = new URLSearchParams('tab=traffic&ns=old&window=1h');
    const next = withView(params, { ...DEFAULT_VIEW, namespaces: ['shop'] });
    expect(next.toString()).toBe('ns=shop&tab=traffic');
  });

  it('gives the API whole milliseconds where the product of seconds would have a remainder', () => {
    const view = { ...DEFAULT_VIEW, at: 540_824_327_011 };
    expect(graphQuerySchema.parse(Object.fromEntries(writeScope(view))).at).toBe(view.at);
  });

  it('is taken by the API', () => {
    fc.assert(
      fc.property(views, (view) => {
        const parsed = graphQuerySchema.parse(Object.fromEntries(writeScope(view)));
        expect(parsed.namespaces).toEqual(view.namespaces);
        expect(parsed.window).toBe(windowSecondsOf(view));
        expect(parsed.at).toBe(atOf(view) ?? undefined);
      }),
    );
  });

  it('is not asked for again while the moment is pinned or refresh is off', () => {
    expect(pollMs({ ...DEFAULT_VIEW, refresh: '30s' })).toBe(30_000);
    expect(pollMs({ ...DEFAULT_VIEW, refresh: 'off' })).toBe(false);
    expect(pollMs({ ...DEFAULT_VIEW, at: 1_700_000_000_000 })).toBe(false);
    expect(pollMs({ ...DEFAULT_VIEW, between: BETWEEN })).toBe(false);
  });
});
