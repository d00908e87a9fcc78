import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphQuerySchema, WINDOWS } from '@/lib/contract/queries';
import {
  DEFAULT_VIEW,
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
      fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (ns, window, refresh, at) => {
        const view = readView(new URLSearchParams({ ns, window, refresh, at }));
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
        expect(parsed.at).toBe(view.at ?? undefined);
      }),
    );
  });

  it('is not asked for again while the moment is pinned or refresh is off', () => {
    expect(pollMs({ ...DEFAULT_VIEW, refresh: '30s' })).toBe(30_000);
    expect(pollMs({ ...DEFAULT_VIEW, refresh: 'off' })).toBe(false);
    expect(pollMs({ ...DEFAULT_VIEW, at: 1_700_000_000_000 })).toBe(false);
  });
});
