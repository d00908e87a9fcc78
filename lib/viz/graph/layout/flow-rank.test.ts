import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flowRank } from '@/lib/viz/graph/layout/flow-rank';

describe('flowRank', () => {
  it('is a permutation whatever the links', () => {
    const links = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 50 });
    fc.assert(
      fc.property(links, (pairs) => {
        const rank = flowRank(
          10,
          pairs.map(([a]) => a),
          pairs.map(([, b]) => b),
        );
        expect([...rank].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      }),
    );
  });

  it('lets no link lead back where there is no cycle', () => {
    const links = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 50 });
    fc.assert(
      fc.property(links, (pairs) => {
        const acyclic = pairs.filter(([a, b]) => a < b);
        const rank = flowRank(
          10,
          acyclic.map(([a]) => a),
          acyclic.map(([, b]) => b),
        );
        for (const [a, b] of acyclic) expect(rank[a]).toBeLessThan(rank[b] ?? -1);
      }),
    );
  });

  it('turns round the one link that closes a ring', () => {
    const rank = flowRank(4, [0, 1, 2, 3], [1, 2, 3, 0]);
    const back = [0, 1, 2, 3].filter((v) => (rank[v] ?? 0) > (rank[(v + 1) % 4] ?? 0));
    expect(back).toHaveLength(1);
  });
});
