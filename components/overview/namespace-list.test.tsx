import { describe, expect, it } from 'vitest';
import { healthCounts, namespacesToShow, problemsOf } from '@/components/overview/namespace-list';
import type { NamespaceSummary } from '@/lib/contract/namespaces';

function aNamespace(name: string, rest: Partial<NamespaceSummary> = {}): NamespaceSummary {
  return {
    name,
    cluster: 'east',
    meshes: ['istio'],
    injection: 'enabled',
    health: { status: 'healthy', reasons: [] },
    workloads: 3,
    sparklines: {},
    problems: [],
    ...rest,
  };
}

const failing = { status: 'failing', reasons: ['half of all calls failed'] } as const;
const shop = aNamespace('shop', { health: { ...failing, reasons: [] }, requestRate: 5 });
const search = aNamespace('search', { requestRate: 80 });
const ads = aNamespace('ads', { requestRate: 200 });
const quiet = aNamespace('quiet', { health: { status: 'idle', reasons: [] } });

describe('namespacesToShow', () => {
  it('puts trouble first, then the busiest', () => {
    const shown = namespacesToShow([quiet, search, ads, shop], { show: 'all', search: '' });
    expect(shown.map(({ name }) => name)).toEqual(['shop', 'ads', 'search', 'quiet']);
  });

  it('can leave out what is not in trouble', () => {
    expect(namespacesToShow([quiet, search, shop], { show: 'trouble', search: '' })).toEqual([
      shop,
    ]);
  });

  it('finds a part of the name, in any case, with room around it', () => {
    expect(namespacesToShow([search, shop], { show: 'all', search: ' SEA ' })).toEqual([search]);
    expect(namespacesToShow([search, shop], { show: 'all', search: 'nope' })).toEqual([]);
  });
});

describe('problemsOf', () => {
  it('puts what fails before what is degraded, and the busiest namespace first', () => {
    const problem = (node: string, status: 'failing' | 'degraded') => ({
      node,
      status,
      reason: 'x',
    });
    const problems = problemsOf([
      { ...shop, problems: [problem('a', 'failing'), problem('b', 'degraded')] },
      { ...ads, problems: [problem('c', 'failing')] },
    ]);
    expect(problems.map(({ node, namespace }) => [node, namespace])).toEqual([
      ['c', 'ads'],
      ['a', 'shop'],
      ['b', 'shop'],
    ]);
  });
});

describe('healthCounts', () => {
  it('counts each state that any is in, worst first', () => {
    expect(healthCounts([quiet, search, ads, shop])).toEqual([
      { status: 'failing', count: 1 },
      { status: 'healthy', count: 2 },
      { status: 'idle', count: 1 },
    ]);
    expect(healthCounts([])).toEqual([]);
  });
});
