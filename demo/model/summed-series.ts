import type { DemoSeries, EpochSeconds } from './types';

/** Puts series with equal labels together to one: a proxy that does not tell two flows apart counts both. */
export function summedSeries(all: readonly DemoSeries[]): DemoSeries[] {
  const groups = new Map<string, DemoSeries[]>();
  for (const series of all) {
    const key = JSON.stringify(Object.entries(series.labels).toSorted(byName));
    const group = groups.get(key);
    if (group) group.push(series);
    else groups.set(key, [series]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    const { name, labels, type } = first;
    const valueAt = (at: EpochSeconds) => group.reduce((sum, each) => sum + each.valueAt(at), 0);
    return [{ name, labels, type, valueAt }];
  });
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
