'use client';

import { useDeferredValue, useMemo } from 'react';
import { serviceName, type TraceModel } from '@/components/traces/trace-model';
import type { TracePage } from '@/lib/contract/trace-url';
import type { PathSection } from '@/lib/domain/critical-path';
import { findSpans, parseSpanSearch } from '@/lib/domain/span-search';
import { sectionsByRow, timelineRows, type TimelineRows } from '@/lib/viz/traces/timeline-rows';

export interface Timeline {
  readonly rows: TimelineRows;
  readonly sections: ReadonlyMap<number, readonly PathSection[]>;
  /** Indices of the spans that the search found, ascending, and the same as a set. */
  readonly matches: readonly number[];
  readonly isMatch: ReadonlySet<number>;
  readonly isFolded: (index: number) => boolean;
}

/** What the timeline shows of a trace for a state of the page. */
export function useTimeline(model: TraceModel, page: TracePage): Timeline {
  const { level, toggled, filter, services } = page;
  const { trace, path } = model;

  const isFolded = useMemo(() => folding(model, level, toggled), [model, level, toggled]);
  const rows = useMemo(
    () => timelineRows(trace.spans, { isFolded, passes: filtering(model, filter, services) }),
    [model, trace, isFolded, filter, services],
  );
  const sections = useMemo(() => sectionsByRow(path, rows.rowOf), [path, rows]);

  // Typing must not wait for a search through all tags of a large trace.
  const find = useDeferredValue(page.find);
  const matches = useMemo(
    () => findSpans(trace.spans, trace.services, parseSpanSearch(find)),
    [trace, find],
  );
  const isMatch = useMemo(() => new Set(matches), [matches]);
  return useMemo(
    () => ({ rows, sections, matches, isMatch, isFolded }),
    [rows, sections, matches, isMatch, isFolded],
  );
}

function folding(
  { trace, forest }: TraceModel,
  level: number | null,
  toggled: readonly string[],
): (index: number) => boolean {
  const isToggled = new Set(toggled);
  return (index) => {
    const span = trace.spans[index];
    if (span === undefined || forest.descendants[index] === 0) return false;
    return (level !== null && span.depth >= level) !== isToggled.has(span.id);
  };
}

function filtering(
  model: TraceModel,
  filter: TracePage['filter'],
  services: readonly string[],
): (index: number) => boolean {
  const isChosen = new Set(services);
  return (index) => {
    const span = model.trace.spans[index];
    if (span === undefined) return false;
    if (isChosen.size > 0 && !isChosen.has(serviceName(model, span))) return false;
    if (filter === 'errors') return span.error;
    return filter === 'all' || (model.criticalUs[index] ?? 0) > 0;
  };
}

/** The `toggled` of a page after folding or unfolding one span. */
export function toggleFold(toggled: readonly string[], id: string): readonly string[] {
  return toggled.includes(id) ? toggled.filter((one) => one !== id) : [...toggled, id];
}

/** The `toggled` of a page after unfolding all that is above a span, so that it has a row. */
export function unfoldAbove(
  { trace }: TraceModel,
  isFolded: (index: number) => boolean,
  toggled: readonly string[],
  index: number,
): readonly string[] {
  let next = toggled;
  let above = trace.spans[index]?.parent ?? null;
  while (above !== null) {
    const span = trace.spans[above];
    if (span === undefined) break;
    if (isFolded(above)) next = toggleFold(next, span.id);
    above = span.parent;
  }
  return next;
}
