import { createRandom, type Random } from '../model/random';
import type { DemoSpan, DemoTrace } from './types';

/** The id of a trace of 50,000 spans. */
export const LARGE_TRACE_ID = '5ca1ab1e000000000000000000050000';
/** The id of a trace in which each of 2,000 spans is the child of the one before. */
export const DEEP_TRACE_ID = '5ca1ab1e000000000000000000002000';

const LARGE_SPANS = 50_000;
const DEEP_SPANS = 2_000;
const PAGES = 250;
const WORKERS = 24;

const idOf = (index: number): string => (index + 1).toString(16).padStart(16, '0');

function spanOf(
  traceId: string,
  index: number,
  parent: number | undefined,
  fields: Pick<DemoSpan, 'service' | 'operation' | 'startUs' | 'durationUs' | 'kind'> & {
    readonly error?: boolean;
  },
): DemoSpan {
  const worker = `importer-6b7d9f5c48-${idOf(index % WORKERS).slice(-5)}`;
  return {
    traceId,
    spanId: idOf(index),
    parentId: parent === undefined ? undefined : idOf(parent),
    process: [['hostname', worker]],
    error: false,
    events: [],
    ...fields,
    tags: [
      ['batch.item', index],
      ['component', 'importer'],
    ],
  };
}

/** A nightly import: pages of items, each item a write with two steps in it. */
export function largeTrace(startUs: number): DemoTrace {
  const random = createRandom(50_000);
  const spans: DemoSpan[] = [];
  const perPage = (LARGE_SPANS - 1) / PAGES;
  const pageUs = 240_000;
  const add = (parent: number | undefined, fields: Parameters<typeof spanOf>[3]): number =>
    spans.push(spanOf(LARGE_TRACE_ID, spans.length, parent, fields)) - 1;
  const root = add(undefined, {
    service: 'importer.analytics',
    operation: 'import catalogue',
    kind: 'internal',
    startUs,
    durationUs: PAGES * pageUs,
  });
  for (let page = 0; page < PAGES; page += 1) {
    const pageStart = startUs + page * pageUs;
    const pageSpan = add(root, {
      service: 'importer.analytics',
      operation: 'import page',
      kind: 'client',
      startUs: pageStart,
      durationUs: pageUs - 500,
    });
    const wanted = Math.round((page + 1) * perPage) + 1;
    addItems({ add, random, pageSpan, pageStart, room: () => wanted - spans.length });
  }
  return { traceId: LARGE_TRACE_ID, spans, startUs, endUs: startUs + PAGES * pageUs };
}

interface PageContext {
  readonly add: (parent: number | undefined, fields: Parameters<typeof spanOf>[3]) => number;
  readonly random: Random;
  readonly pageSpan: number;
  readonly pageStart: number;
  readonly room: () => number;
}

function addItems({ add, random, pageSpan, pageStart, room }: PageContext): void {
  let at = pageStart + 400;
  while (room() > 0) {
    const durationUs = 1_500 + Math.floor(random() * 1_800);
    const error = random() < 0.004;
    const item = add(pageSpan, {
      service: 'catalogue.shop',
      operation: 'PUT /items/{id}',
      kind: 'server',
      startUs: at,
      durationUs,
      error,
    });
    const steps = [
      { service: 'catalogue.shop', operation: 'validate', kind: 'internal' },
      { service: 'store.shop', operation: 'INSERT', kind: 'client' },
    ] as const;
    steps.slice(0, Math.max(0, room())).forEach((step, i) => {
      const half = Math.floor(durationUs / 2);
      add(item, { ...step, startUs: at + i * half, durationUs: half - 50 });
    });
    at += durationUs + 20;
  }
}

/** A recursion that went too far. */
export function deepTrace(startUs: number): DemoTrace {
  const stepUs = 150;
  const spans = Array.from({ length: DEEP_SPANS }, (_, level) =>
    spanOf(DEEP_TRACE_ID, level, level === 0 ? undefined : level - 1, {
      service: 'resolver.shop',
      operation: 'resolve reference',
      kind: 'internal',
      startUs: startUs + level * stepUs,
      durationUs: (2 * DEEP_SPANS - 2 * level) * stepUs,
      error: level === DEEP_SPANS - 1,
    }),
  );
  return { traceId: DEEP_TRACE_ID, spans, startUs, endUs: startUs + 2 * DEEP_SPANS * stepUs };
}
