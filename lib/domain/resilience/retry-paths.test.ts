import { describe, expect, it } from 'vitest';
import { worstRetryPath } from '@/lib/domain/resilience/retry-paths';

const object = { group: '', plural: 'x', kind: 'X', namespace: 'n', name: 'x' };
const edge = (source: string, target: string) => ({ source, target, hosts: [`${target}.host`] });
const layer = (target: string, tries: number) => ({ host: `${target}.host`, tries, object });

describe('worstRetryPath', () => {
  it('multiplies the tries of every call on the way', () => {
    const edges = [edge('web', 'cart'), edge('cart', 'stock'), edge('stock', 'db')];
    const path = worstRetryPath('cart', edges, [layer('cart', 3), layer('db', 4)]);
    expect(path?.product).toBe(12);
    expect(path?.steps.map(({ target }) => target)).toEqual(['cart', 'stock', 'db']);
  });

  it('takes the worst of several ways, and the most tries of several calls', () => {
    const edges = [edge('a', 'c'), edge('b', 'a'), edge('z', 'c'), edge('c', 'd'), edge('c', 'e')];
    const layers = [layer('c', 2), layer('a', 5), layer('d', 2), layer('e', 3), layer('e', 2)];
    expect(worstRetryPath('c', edges, layers)?.product).toBe(30);
  });

  it('says nothing of one layer alone, nor of layers elsewhere', () => {
    const edges = [edge('a', 'b'), edge('b', 'c'), edge('x', 'y')];
    expect(worstRetryPath('b', edges, [layer('b', 9)])).toBeNull();
    expect(worstRetryPath('b', edges, [layer('b', 9), layer('y', 9)])).toBeNull();
  });

  it('ends where calls go in a circle', () => {
    const edges = [edge('a', 'b'), edge('b', 'c'), edge('c', 'a'), edge('a', 'a')];
    const path = worstRetryPath(
      'a',
      edges,
      ['a', 'b', 'c'].map((name) => layer(name, 2)),
    );
    expect(path?.product).toBeGreaterThanOrEqual(4);
    expect(path?.steps.length).toBeLessThan(12);
  });
});
