import 'server-only';

/** `[epoch seconds, value or null where there is none]`, ascending. */
export type Points = [number, number | null][];

type ReadonlyPoints = readonly (readonly [number, number | null])[];

/** What one mesh says of one namespace; a series that it does not have is missing. */
export interface Sparkline {
  readonly rate?: ReadonlyPoints;
  readonly errors?: ReadonlyPoints;
  readonly p95?: ReadonlyPoints;
}

export interface MergedSparklines {
  readonly rate: ReadonlyMap<string, Points>;
  readonly errors: ReadonlyMap<string, Points>;
  readonly p95: ReadonlyMap<string, Points>;
}

/**
 * Puts together what several meshes say of namespaces. Requests of several are added up, for each counts what
 * its own proxies took in; error ratios are weighed by them. Quantiles cannot be added: that of the mesh with
 * most requests at the end is shown.
 */
export function mergeSparklines(
  meshes: readonly ReadonlyMap<string, Sparkline>[],
): MergedSparklines {
  const series = () => new Map<string, Points>();
  const merged = { rate: series(), errors: series(), p95: series() };
  for (const name of new Set(meshes.flatMap((mesh) => [...mesh.keys()]))) {
    const accounts = meshes.flatMap((mesh) => mesh.get(name) ?? []);
    put(merged.rate, name, accounts.length > 1 ? sumRates(accounts) : accounts[0]?.rate);
    put(merged.errors, name, accounts.length > 1 ? weighErrors(accounts) : accounts[0]?.errors);
    const busiest = accounts.toSorted((a, b) => lastRate(b) - lastRate(a));
    put(merged.p95, name, busiest.find(({ p95 }) => p95 !== undefined)?.p95);
  }
  return merged;
}

function put(into: Map<string, Points>, name: string, points: ReadonlyPoints | undefined): void {
  if (points === undefined || points.length === 0) return;
  into.set(
    name,
    points.map(([at, value]) => [at, value]),
  );
}

function sumRates(accounts: readonly Sparkline[]): ReadonlyPoints {
  return momentsOf(accounts.map(({ rate }) => rate)).map((at) => {
    const values = accounts.map(({ rate }) => valueAt(rate, at)).filter((value) => value !== null);
    return [at, values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0)];
  });
}

function weighErrors(accounts: readonly Sparkline[]): ReadonlyPoints {
  return momentsOf(accounts.map(({ errors }) => errors)).map((at) => {
    let [requests, failed] = [0, 0];
    for (const { rate, errors } of accounts) {
      const [weight, ratio] = [valueAt(rate, at), valueAt(errors, at)];
      if (weight === null || ratio === null) continue;
      requests += weight;
      failed += weight * ratio;
    }
    return [at, requests > 0 ? failed / requests : null];
  });
}

function momentsOf(series: readonly (ReadonlyPoints | undefined)[]): readonly number[] {
  const moments = series.flatMap((points) => (points ?? []).map(([at]) => at));
  return [...new Set(moments)].toSorted((a, b) => a - b);
}

function valueAt(points: ReadonlyPoints | undefined, at: number): number | null {
  return points?.find(([moment]) => moment === at)?.[1] ?? null;
}

function lastRate({ rate }: Sparkline): number {
  return rate?.findLast(([, value]) => value !== null)?.[1] ?? 0;
}
