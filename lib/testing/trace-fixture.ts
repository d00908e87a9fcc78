import type { Span, Trace } from '@/lib/contract/traces';
import type { RawSpan, RawTrace, SpanKind } from '@/lib/domain/raw-trace';
import { buildTraceTree } from '@/lib/domain/trace-tree';

/** A generator of numbers in [0, 1), the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A span of 1 ms at the start of the trace, with what the test is about in place of the rest. */
export function rawSpan(id: string, parts: Partial<RawSpan> = {}): RawSpan {
  return {
    id,
    parentId: null,
    references: [],
    process: 0,
    operation: `work ${id}`,
    kind: 'server',
    startUs: 0,
    durationUs: 1000,
    error: false,
    tags: [],
    events: [],
    warnings: [],
    ...parts,
  };
}

/** Services of the made-up traces, callers before callees. */
const SERVICES = [
  'istio-ingressgateway.istio-system',
  'productpage.bookinfo',
  'reviews.bookinfo',
  'details.bookinfo',
  'ratings.bookinfo',
  'checkout.shop',
  'payment.shop',
] as const;

const START_MS = Date.UTC(2026, 10, 23, 7, 12, 5) + 0.25;

/**
 * A trace of `count` spans that looks like a mesh's: every call is a client span with a server span
 * under it, about 2 % fail.
 */
export function meshTrace(count: number, seed = 1): RawTrace {
  const random = seeded(seed);
  const spans: RawSpan[] = [root()];
  while (spans.length < count) {
    const above = spans[Math.floor(random() * Math.min(spans.length, 400))] ?? root();
    spans.push(childOf(above, spans.length, random));
  }
  return {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    startMs: START_MS,
    processes: SERVICES.map((service) => ({ service, tags: [['service.name', service]] })),
    spans: spans.toSorted((a, b) => a.startUs - b.startUs),
    warnings: [],
  };
}

function root(): RawSpan {
  return rawSpan('0000000000000001', {
    operation: 'productpage.bookinfo.svc.cluster.local:9080/*',
    kind: 'client',
    durationUs: 480_000,
    tags: [
      ['http.method', 'GET'],
      ['http.url', 'http://bookinfo.example/productpage'],
      ['node_id', 'router~10.0.0.7~istio-ingressgateway-7d9f8-x2x.istio-system~cluster.local'],
    ],
  });
}

function childOf(above: RawSpan, index: number, random: () => number): RawSpan {
  const kind: SpanKind = above.kind === 'client' ? 'server' : 'client';
  const deeper = kind === 'server' ? 1 + Math.floor(random() * 2) : 0;
  const process = Math.min(above.process + deeper, SERVICES.length - 1);
  const durationUs = above.durationUs * (0.2 + 0.7 * random());
  const error = random() < 0.02;
  return rawSpan((index + 1).toString(16).padStart(16, '0'), {
    parentId: above.id,
    process,
    kind,
    operation: `${SERVICES[process] ?? ''}.svc.cluster.local:9080/*`,
    startUs: above.startUs + (above.durationUs - durationUs) * random(),
    durationUs,
    error,
    tags: [
      ['http.method', 'GET'],
      ['http.status_code', error ? '503' : '200'],
      ['upstream_cluster', `outbound|9080||${SERVICES[process] ?? ''}.svc.cluster.local`],
    ],
  });
}

/** The answer of `GET /api/v1/traces/{id}` for a trace. */
export function traceAnswer(raw: RawTrace): Trace {
  const tree = buildTraceTree(raw);
  return {
    traceId: raw.traceId,
    startMs: raw.startMs,
    durationMs: tree.durationUs / 1000,
    services: tree.services.map(({ name, tags }) => ({ name, tags: pairs(tags) })),
    spans: tree.spans.map((span): Span => {
      const { raw: told, id, parent, orphan, depth, service, startUs, durationUs, warnings } = span;
      return {
        ...{ id, parent, orphan, depth, service, startUs, durationUs },
        operation: told.operation,
        kind: told.kind,
        error: told.error,
        tags: pairs(told.tags),
        events: told.events.map(({ atUs, name, fields }) => ({
          ...{ atUs, name },
          fields: pairs(fields),
        })),
        warnings: [...warnings],
      };
    }),
    sources: [{ name: 'tracing', state: 'ok', ageMs: 0, reason: null }],
    warnings: [],
  };
}

function pairs(tags: readonly (readonly [string, string])[]): [string, string][] {
  return tags.map(([key, value]) => [key, value]);
}
