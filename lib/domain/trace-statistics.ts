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

/** Adds up spans by group, the one that holds most of the critical path first. */
export function groupSpans(spans: Iterable<MeasuredSpan>): SpanGroup[] {
  const groups = new Map<string, Omit<SpanGroup, 'meanUs'>>();
  for (const { group: name, durationUs, selfUs, criticalUs, error } of spans) {
    const sum = groups.get(name);
    groups.set(name, {
      name,
      count: (sum?.count ?? 0) + 1,
      errors: (sum?.errors ?? 0) + (error ? 1 : 0),
      totalUs: (sum?.totalUs ?? 0) + durationUs,
      maxUs: Math.max(sum?.maxUs ?? 0, durationUs),
      selfUs: (sum?.selfUs ?? 0) + selfUs,
      criticalUs: (sum?.criticalUs ?? 0) + criticalUs,
    });
  }
  return [...groups.values()]
    .map((group) => ({ ...group, meanUs: group.totalUs / group.count }))
    .toSorted(
      (a, b) => b.criticalUs - a.criticalUs || b.selfUs - a.selfUs || (a.name < b.name ? -1 : 1),
    );
}
