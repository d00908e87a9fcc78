import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CLOCK_CHOICES,
  COLOURINGS,
  DEFAULT_TRACE_PAGE,
  SPAN_FILTERS,
  TRACE_TABS,
  readTracePage,
  writeTracePage,
  type TracePage,
} from '@/lib/contract/trace-url';

const spanId = fc.stringMatching(/^[0-9a-f]{16}$/);
const zoom = fc
  .tuple(fc.nat(), fc.double({ min: 0.001, max: 1e9, noNaN: true }))
  .map(([fromUs, length]) => ({ fromUs, toUs: fromUs + length }));

const anyPage: fc.Arbitrary<TracePage> = fc.record({
  tab: fc.constantFrom(...TRACE_TABS),
  span: fc.option(fc.string({ minLength: 1 })),
  find: fc.string(),
  zoom: fc.option(zoom),
  filter: fc.constantFrom(...SPAN_FILTERS),
  services: fc.uniqueArray(fc.string({ minLength: 1 })).map((names) => names.toSorted()),
  level: fc.option(fc.nat(999_999)),
  toggled: fc.uniqueArray(spanId, { maxLength: 100 }).map((ids) => ids.toSorted()),
  by: fc.constantFrom('service', 'operation'),
  color: fc.constantFrom(...COLOURINGS),
  clocks: fc.constantFrom(...CLOCK_CHOICES),
});

describe('the URL of the page of a trace', () => {
  it('gives back the page that was written', () => {
    fc.assert(
      fc.property(anyPage, (page) => {
        expect(readTracePage(writeTracePage(page))).toEqual(page);
      }),
    );
  });

  it('is empty for the page as it opens', () => {
    expect(writeTracePage(DEFAULT_TRACE_PAGE).toString()).toBe('');
  });

  it('keeps a zoom of nanoseconds within an hour', () => {
    const narrow = { fromUs: 3_599_999_999.001, toUs: 3_599_999_999.002 };
    const params = writeTracePage({ ...DEFAULT_TRACE_PAGE, zoom: narrow });
    expect(readTracePage(params).zoom).toEqual(narrow);
  });

  it.each([
    'tab=logs',
    'zoom=5',
    'zoom=5_5',
    'zoom=6_5',
    'zoom=-5_5',
    'zoom=a_b',
    'zoom=1_Infinity',
    'zoom=1_2_3',
    'level=-1',
    'level=deep',
    'show=none',
    'by=luck',
    'span=',
    'in=',
    'fold=..',
  ])('opens as usual when a link says %s', (query) => {
    expect(readTracePage(new URLSearchParams(query))).toEqual(DEFAULT_TRACE_PAGE);
  });
});
