import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildLattice } from '@/lib/viz/graph/layout/lattice';
import { countCrossings, orderColumns } from '@/lib/viz/graph/layout/order';
import { placeRows } from '@/lib/viz/graph/layout/rows';

function link(from: number, to: number) {
  return { from, to, weight: 1, fromOffset: 0, toOffset: 0 };
}

const anyLattice = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 20 }).map((pairs) =>
  buildLattice(
    [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1],
    Array<number>(12).fill(44),
    pairs.map(([a, b]) => link(a, 6 + b)),
  ),
);

describe('countCrossings', () => {
  it('agrees with comparing every pair of links', () => {
    fc.assert(
      fc.property(anyLattice, (lattice) => {
        const columns = [
          [0, 1, 2, 3, 4, 5],
          [6, 7, 8, 9, 10, 11],
        ];
        let expected = 0;
        lattice.from.forEach((a, i) => {
          lattice.from.forEach((c, j) => {
            const [b = 0, d = 0] = [lattice.to[i], lattice.to[j]];
            if (i < j && (a - c) * (b - d) < 0) expected++;
          });
        });
        expect(countCrossings(lattice, columns)).toBe(expected);
      }),
    );
  });
});

describe('orderColumns', () => {
  it('untangles what can be untangled', () => {
    const lattice = buildLattice([0, 0, 0, 1, 1, 1], Array<number>(6).fill(44), [
      link(0, 5),
      link(1, 4),
      link(2, 3),
    ]);
    expect(countCrossings(lattice, orderColumns(lattice, { reorder: true }))).toBe(0);
  });

  it('keeps a fixed column as it was hinted', () => {
    fc.assert(
      fc.property(anyLattice, (lattice) => {
        const hints = [5, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5];
        const [first] = orderColumns(lattice, { hints, fixed: new Set([0]), reorder: true });
        expect(first).toEqual([5, 4, 3, 2, 1, 0]);
      }),
    );
  });
});

describe('placeRows', () => {
  it('keeps the order and the gap of every column', () => {
    fc.assert(
      fc.property(anyLattice, (lattice) => {
        const order = orderColumns(lattice, { reorder: true });
        const middle = placeRows(lattice, order, { gap: 10 });
        for (const column of order) {
          column.slice(1).forEach((v, i) => {
            const above = column[i] ?? -1;
            expect((middle[v] ?? 0) - (middle[above] ?? 0)).toBeGreaterThan(54 - 0.001);
          });
        }
      }),
    );
  });

  it('draws a chain level', () => {
    const lattice = buildLattice([0, 1, 2], [44, 44, 44], [link(0, 1), link(1, 2)]);
    const middle = placeRows(lattice, [[0], [1], [2]], { gap: 10 });
    expect(Math.abs((middle[0] ?? 0) - (middle[2] ?? 9))).toBeLessThan(0.5);
  });
});

describe('buildLattice', () => {
  it('breaks a long link at every column between', () => {
    const { chains, column } = buildLattice([0, 3], [44, 44], [link(0, 1)]);
    expect(chains[0]?.map((v) => column[v])).toEqual([0, 1, 2, 3]);
  });

  it('bounds the bends of a dense graph', () => {
    const count = 400;
    const columns = Array.from({ length: count }, (_, v) => Math.floor(v / 4));
    const links = Array.from({ length: 6000 }, (_, i) => link(i % 200, 200 + ((i * 7) % 200)));
    const { column } = buildLattice(columns, Array<number>(count).fill(44), links);
    expect(column.length).toBeLessThan(count * 5);
  });
});
