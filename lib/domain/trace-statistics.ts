/** The figures of a span that statistics add up, in microseconds. */
export interface MeasuredSpan {
  readonly group: string;
  readonly durationUs: number;
  readonly selfUs: number;
  readonly criticalUs: number;
  readonly error: boolean;
}

/** Spans of one service, or of one operation of it. Microseconds. */
export interface SpanGroup {
  readonly name: string;
  readonly count: number;
  readonly errors: number;
  /** Sum, mean and maximum of the durations; spans that overlap count twice in the sum. */
  readonly totalUs: number;
  readonly meanUs: number;
  readonly maxUs: number;
  readonly selfUs: number;
  readonly criticalUs: number;
}

type Sums = Omit<SpanGroup, 'name' | 'meanUs'>;

const NOTHING: Sums = {
  count: 0,
  errors: 0,
  totalUs: 0,
  maxUs: 0,
  selfUs: 0,
  criticalUs: 0,
};

/** Adds up spans by group, the one that holds most of the critical path first. */
export function groupSpans(spans: Iterable<MeasuredSpan>): SpanGroup[] {
  const groups = new Map<string, Sums>();
  for (const { group: name, durationUs, selfUs, criticalUs, error } of spans) {
    const sum = groups.get(name) ?? NOTHING;
    groups.set(name, {
      count: sum.count + 1,
      errors: sum.errors + (error ? 1 : 0),
      totalUs: sum.totalUs + durationUs,
      maxUs: Math.max(sum.maxUs, durationUs),
      selfUs: sum.selfUs + selfUs,
      criticalUs: sum.criticalUs + criticalUs,
    });
  }
  return [...groups]
    .map(([name, sum]) => ({ name, ...sum, meanUs: sum.totalUs / sum.count }))
    .toSorted(
      (a, b) => b.criticalUs - a.criticalUs || b.selfUs - a.selfUs || (a.name < b.name ? -1 : 1),
    );
}
