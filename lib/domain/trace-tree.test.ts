import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawSpan } from '@/lib/domain/raw-trace';
import { buildTraceTree } from '@/lib/domain/trace-tree';
import { meshTrace, rawSpan } from '@/lib/testing/trace-fixture';

const processes = [
  { service: 'reviews', tags: [] },
  { service: 'ratings', tags: [['pod', 'ratings-1']] },
] as const;

const treeOf = (spans: readonly RawSpan[]) => buildTraceTree({ processes, spans });
const outline = (spans: readonly RawSpan[]) =>
  treeOf(spans).spans.map(({ id, depth }) => `${'.'.repeat(depth)}${id}`);

describe('buildTraceTree', () => {
  it('lists spans depth first, children by start', () => {
    const spans = [
      rawSpan('late', { parentId: 'root', startUs: 50 }),
      rawSpan('leaf', { parentId: 'early', startUs: 20 }),
      rawSpan('early', { parentId: 'root', startUs: 10 }),
      rawSpan('root'),
    ];
    expect(outline(spans)).toEqual(['root', '.early', '..leaf', '.late']);
    expect(treeOf(spans).spans.map(({ parent }) => parent)).toEqual([null, 0, 1, 0]);
  });

  it('keeps the order in which spans came when they start together', () => {
    const spans = ['a', 'c', 'b'].map((id) => rawSpan(id, { parentId: 'root' }));
    expect(outline([rawSpan('root'), ...spans])).toEqual(['root', '.a', '.c', '.b']);
  });

  it('shows a span whose parent is missing as a root, and says so', () => {
    const tree = treeOf([rawSpan('root'), rawSpan('lost', { parentId: 'gone', startUs: 5 })]);
    expect(tree.spans.map(({ id, orphan, parent }) => ({ id, orphan, parent }))).toEqual([
      { id: 'root', orphan: false, parent: null },
      { id: 'lost', orphan: true, parent: null },
    ]);
  });

  it('counts time from the earliest span, which need not be a root', () => {
    const tree = treeOf([
      rawSpan('root', { startUs: 100, durationUs: 50 }),
      rawSpan('child', { parentId: 'root', startUs: 40, durationUs: 20 }),
    ]);
    expect(tree.spans.map(({ startUs }) => startUs)).toEqual([60, 0]);
    expect(tree.durationUs).toBe(110);
  });

  it('gives a repeated id a suffix that is not taken, and leaves children with the first', () => {
    const tree = treeOf([
      rawSpan('a'),
      rawSpan('a', { startUs: 3 }),
      rawSpan('a_2', { startUs: 4 }),
      rawSpan('child', { parentId: 'a', startUs: 5 }),
    ]);
    expect(tree.spans.map(({ id }) => id)).toEqual(['a', 'child', 'a_3', 'a_2']);
    expect(tree.spans[2]?.warnings).toEqual(['Another span of this trace has the same id, a.']);
  });

  it('leaves out a span that was delivered twice', () => {
    const tree = treeOf([rawSpan('a'), rawSpan('a')]);
    expect(tree.spans).toHaveLength(1);
    expect(tree.repeats).toBe(1);
  });

  it('cuts a circle of parents at its earliest span', () => {
    const spans = [
      rawSpan('b', { parentId: 'a', startUs: 10 }),
      rawSpan('a', { parentId: 'b', startUs: 5 }),
      rawSpan('tail', { parentId: 'b', startUs: 20 }),
    ];
    expect(outline(spans)).toEqual(['a', '.b', '..tail']);
    expect(treeOf(spans).spans[0]).toMatchObject({
      orphan: true,
      warnings: ['It is its own ancestor; the circle was cut here.'],
    });
  });

  it('shows a span that names itself as its parent', () => {
    expect(outline([rawSpan('self', { parentId: 'self' })])).toEqual(['self']);
  });

  it.each([
    { reported: -4, because: 'clocks were set back' },
    { reported: Number.NaN, because: 'the end is missing' },
    { reported: Infinity, because: 'the end is out of range' },
  ])('takes a duration of $reported µs for 0 with a warning: $because', ({ reported }) => {
    const [span] = treeOf([rawSpan('a', { durationUs: reported })]).spans;
    expect(span?.durationUs).toBe(0);
    expect(span?.warnings).toEqual([`Its duration was reported as ${reported} µs.`]);
  });

  it('accepts a span of no duration without a word', () => {
    expect(treeOf([rawSpan('a', { durationUs: 0 })]).spans[0]?.warnings).toEqual([]);
  });

  it('gives nothing for no spans', () => {
    expect(treeOf([])).toMatchObject({ spans: [], durationUs: 0 });
  });

  it('lists services by name with their tags', () => {
    const tree = treeOf([rawSpan('a'), rawSpan('b', { process: 1 })]);
    expect(tree.services).toEqual([
      { name: 'ratings', tags: [['pod', 'ratings-1']] },
      { name: 'reviews', tags: [] },
    ]);
    expect(tree.spans.map(({ service }) => service)).toEqual([1, 0]);
  });

  it('is not limited in depth: a chain of 100,000 spans', () => {
    const chain = Array.from({ length: 100_000 }, (_, index) =>
      rawSpan(String(index), { parentId: index === 0 ? null : String(index - 1) }),
    );
    expect(treeOf(chain).spans.at(-1)?.depth).toBe(99_999);
  });

  it('places each of the spans of a wide trace once, parents before children', () => {
    const tree = buildTraceTree(meshTrace(5000));
    expect(new Set(tree.spans.map(({ id }) => id)).size).toBe(5000);
    expect(tree.spans.every(({ parent }, index) => parent === null || parent < index)).toBe(true);
  });

  it('places every span once whatever the parents are', () => {
    const id = fc.integer({ min: 0, max: 12 }).map(String);
    const span = fc.record({ id, parentId: fc.option(id), startUs: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(span, { maxLength: 40 }), (parts) => {
        const tree = treeOf(parts.map((part) => rawSpan(part.id, part)));
        expect(tree.spans.length + tree.repeats).toBe(parts.length);
        expect(new Set(tree.spans.map((placed) => placed.id)).size).toBe(tree.spans.length);
        tree.spans.forEach(({ parent, depth, startUs }, index) => {
          expect(depth).toBe(parent === null ? 0 : (tree.spans[parent]?.depth ?? NaN) + 1);
          expect(parent ?? -1).toBeLessThan(index);
          expect(startUs).toBeGreaterThanOrEqual(0);
        });
      }),
    );
  });
});
