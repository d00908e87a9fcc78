import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BOX_MODES,
  DEFAULT_GRAPH_PAGE,
  EDGE_LABELS,
  GRAPH_SHOWS,
  MOST_HOPS,
  readGraphPage,
  withGraphPage,
  writeGraphPage,
  type GraphPage,
} from '@/lib/contract/graph-url';

const boxId = fc.stringMatching(/^[a-z]{1,5}\/[a-z]{1,8}$/);

const anyPage: fc.Arbitrary<GraphPage> = fc.record({
  view: fc.constantFrom('workload', 'service', 'app'),
  label: fc.constantFrom(...EDGE_LABELS),
  select: fc.string(),
  show: fc.constantFrom(...GRAPH_SHOWS),
  idle: fc.boolean(),
  boxes: fc.constantFrom(...BOX_MODES),
  flipped: fc.uniqueArray(boxId, { maxLength: 5 }).map((ids) => ids.toSorted()),
  search: fc.string(),
  focus: fc.string(),
  hops: fc.integer({ min: 1, max: MOST_HOPS }),
  mesh: fc.string({ maxLength: 63 }),
  proxies: fc.boolean(),
  list: fc.boolean(),
});

describe('the URL of the graph', () => {
  it('gives back every page that was written', () => {
    fc.assert(
      fc.property(anyPage, (page) => {
        expect(readGraphPage(writeGraphPage(page))).toEqual(page);
      }),
    );
  });

  it('is empty for the default page', () => {
    expect(writeGraphPage(DEFAULT_GRAPH_PAGE).toString()).toBe('');
  });

  it('falls back where a value is wrong', () => {
    const wrong = new URLSearchParams('view=pod&label=x&show=y&boxes=z&hops=99&flip=,,&idle=1');
    expect(readGraphPage(wrong)).toEqual(DEFAULT_GRAPH_PAGE);
  });

  it('leaves the parameters of the shared view alone', () => {
    const before = new URLSearchParams('ns=shop&window=1h&label=p95');
    const after = withGraphPage(before, { ...DEFAULT_GRAPH_PAGE, list: true });
    expect(after.toString()).toBe('ns=shop&window=1h&list=true');
  });
});
