import { expect, it } from 'vitest';
import { demoModel } from '@/lib/testing/demo-model';

it('no two series of the demo are one and the same, of which a real Prometheus would drop one', () => {
  const keys = demoModel()
    .series()
    .map(({ name, labels }) => {
      const pairs = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
      return `${name} ${JSON.stringify(pairs)}`;
    });
  const seen = new Set<string>();
  const twice = keys.filter((key) => seen.size === seen.add(key).size);
  expect(twice).toEqual([]);
});
