import type { RawSpan, RawTrace, Tag } from '@/lib/domain/raw-trace';

/** A span in its place in the tree. Times count from the start of the trace, in microseconds. */
export interface TreeSpan {
  readonly raw: RawSpan;
  /** Unique within the tree: a repeated id has been given a suffix. */
  readonly id: string;
  /** Index of the parent in `TraceTree.spans`, always smaller than the own; null for roots. */
  readonly parent: number | null;
  /** Whether it names a parent that is not above it. */
  readonly orphan: boolean;
  /** Number of spans above it. */
  readonly depth: number;
  /** Index in `TraceTree.services`. */
  readonly service: number;
  /** Index in the trace's `processes`. */
  readonly process: number;
  /** At least 0; fractions keep the nanoseconds. */
  readonly startUs: number;
  /** At least 0; fractions keep the nanoseconds. */
  readonly durationUs: number;
  /** What the store said and what was repaired here. */
  readonly warnings: readonly string[];
}

export interface TraceTree {
  /** From the earliest start to the latest end, in microseconds. */
  readonly durationUs: number;
  /** By name; the tags are those of the service's first process. */
  readonly services: readonly { readonly name: string; readonly tags: readonly Tag[] }[];
  /** Depth first; children and roots by start, then in the order they came. */
  readonly spans: readonly TreeSpan[];
  /** Spans left out because an identical one was there already. */
  readonly repeats: number;
}

/** A span while the tree is built. */
interface Draft {
  readonly raw: RawSpan;
  readonly id: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly warnings: string[];
  parent: Draft | null;
  /** Filled in order of start. */
  readonly children: Draft[];
}

/**
 * Arranges the spans of one trace as a tree, in the order in which a waterfall shows them.
 *
 * Whatever came is shown: a repeated id gets a suffix, a duration that is none becomes 0, a circle of
 * parents is cut at its earliest span, and a span whose parent is missing becomes a root. Each
 * repair leaves a warning on the span. No recursion, so depth is limited by memory alone.
 */
export function buildTraceTree(trace: Pick<RawTrace, 'spans' | 'processes'>): TraceTree {
  const distinct = withoutRepeats(trace.spans);
  const drafts = draft(distinct);
  linkParents(drafts);
  cutCircles(drafts);

  const byStart = drafts.toSorted((a, b) => a.startUs - b.startUs);
  for (const span of byStart) span.parent?.children.push(span);
  const roots = byStart.filter(({ parent }) => parent === null);
  const { services, serviceOf } = servicesOf(trace.processes);

  return {
    durationUs: drafts.reduce((end, span) => Math.max(end, span.startUs + span.durationUs), 0),
    services,
    spans: flatten(roots, serviceOf),
    repeats: trace.spans.length - distinct.length,
  };
}

/** Exporters deliver at least once, so a store may hold the same span twice. */
function withoutRepeats(spans: readonly RawSpan[]): RawSpan[] {
  const seen = new Set<string>();
  return spans.filter(({ id, parentId, process, operation, kind, startUs, durationUs }) => {
    const key = JSON.stringify([id, parentId, process, operation, kind, startUs, durationUs]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function draft(spans: readonly RawSpan[]): Draft[] {
  const originUs = spans.reduce((first, { startUs }) => Math.min(first, finite(startUs)), Infinity);
  const taken = new Set(spans.map(({ id }) => id));
  const used = new Set<string>();
  const lastSuffix = new Map<string, number>();

  return spans.map((raw) => {
    const warnings = [...raw.warnings];
    let id = raw.id;
    if (used.has(id)) {
      id = freeId(raw.id, taken, lastSuffix);
      warnings.push(`Another span of this trace has the same id, ${raw.id}.`);
    }
    used.add(id);

    const { startUs, durationUs } = raw;
    const wellTimed = durationUs >= 0 && Number.isFinite(durationUs);
    if (!wellTimed) warnings.push(`Its duration was reported as ${durationUs} µs.`);
    return {
      raw,
      id,
      startUs: finite(startUs) - originUs,
      durationUs: wellTimed ? durationUs : 0,
      warnings,
      parent: null,
      children: [],
    };
  });
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}

function freeId(id: string, taken: Set<string>, lastSuffix: Map<string, number>): string {
  let suffix = (lastSuffix.get(id) ?? 1) + 1;
  while (taken.has(`${id}_${suffix}`)) suffix += 1;
  lastSuffix.set(id, suffix);
  const free = `${id}_${suffix}`;
  taken.add(free);
  return free;
}

function linkParents(drafts: readonly Draft[]): void {
  const byId = new Map(drafts.map((span) => [span.id, span]));
  for (const span of drafts) {
    const { parentId } = span.raw;
    span.parent = parentId === null ? null : (byId.get(parentId) ?? null);
  }
}

/** Makes every chain of parents end, by detaching the earliest span of each circle. */
function cutCircles(drafts: readonly Draft[]): void {
  const settled = new Set<Draft>();
  for (const start of drafts) {
    const walked = new Set<Draft>();
    let span: Draft | null = start;
    while (span !== null && !settled.has(span) && !walked.has(span)) {
      walked.add(span);
      span = span.parent;
    }
    if (span !== null && walked.has(span)) cutCircle(span);
    for (const seen of walked) settled.add(seen);
  }
}

function cutCircle(member: Draft): void {
  let first = member;
  for (let span = member.parent; span !== null && span !== member; span = span.parent) {
    if (span.startUs < first.startUs) first = span;
  }
  first.parent = null;
  first.warnings.push('It is its own ancestor; the circle was cut here.');
}

/** The distinct services by name, and which of them each process belongs to. */
function servicesOf(processes: RawTrace['processes']) {
  const tagsOf = new Map<string, readonly Tag[]>();
  for (const { service, tags } of processes) {
    if (!tagsOf.has(service)) tagsOf.set(service, tags);
  }
  const services = [...tagsOf]
    .map(([name, tags]) => ({ name, tags }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const indexOf = new Map(services.map(({ name }, index) => [name, index]));
  return { services, serviceOf: processes.map(({ service }) => indexOf.get(service) ?? 0) };
}

interface Pending {
  readonly span: Draft;
  readonly parent: number | null;
  readonly depth: number;
}

/** Walks the tree depth first with a stack of its own. */
function flatten(roots: readonly Draft[], serviceOf: readonly number[]): TreeSpan[] {
  const spans: TreeSpan[] = [];
  const pending = roots.toReversed().map((span): Pending => ({ span, parent: null, depth: 0 }));

  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { span, parent, depth } = next;
    const { raw, id, startUs, durationUs, warnings } = span;
    const index = spans.length;
    spans.push({
      raw,
      id,
      parent,
      orphan: parent === null && raw.parentId !== null,
      depth,
      service: serviceOf[raw.process] ?? 0,
      process: raw.process,
      startUs,
      durationUs,
      warnings,
    });
    for (const child of span.children.toReversed()) {
      pending.push({ span: child, parent: index, depth: depth + 1 });
    }
  }
  return spans;
}
