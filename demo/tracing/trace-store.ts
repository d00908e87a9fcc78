import { placeOfTraceId } from './ids';
import type { Routing } from '../route-history';
import type { MeshMap } from './mesh-map';
import { tellStory } from './story';
import type { DemoSpan, DemoTrace, Operation, TraceQuery, TraceStore } from './types';

export interface TraceStoreOptions {
  readonly seed: number;
  readonly map: MeshMap;
  /** The routing in force at a moment (epoch seconds). */
  readonly routingAt: (at: number) => Routing;
  /** Epoch seconds. */
  readonly now: () => number;
  /** Traces that are there whatever the time, by id. */
  readonly fixed?: ReadonlyMap<string, () => DemoTrace>;
  readonly tracesPerSecond?: number;
  readonly retentionSeconds?: number;
}

const BUCKET_SECONDS = 10;
/** Istio samples one request in a hundred, which is about this many of the demo shop's. */
const TRACES_PER_SECOND = 0.4;
const RETENTION_SECONDS = 6 * 3600;
/** How far back the names of services and operations are gathered. */
export const NAMES_SECONDS = 900;
/** Buckets whose spans are kept; older ones are told again when they are asked for. */
const CACHED_BUCKETS = 120;
/** Stories that begin in a bucket may end so much later. */
const LONGEST_SECONDS = 60;

/** What a search needs to know of a bucket to pass it over. */
interface BucketFacts {
  readonly services: ReadonlySet<string>;
  readonly failing: ReadonlySet<string>;
}

interface Buckets {
  readonly tracesOf: (bucket: number) => readonly DemoTrace[];
  /** Undefined for a bucket that was not made yet. */
  readonly factsOfKnown: (bucket: number) => BucketFacts | undefined;
}

function createBuckets({ seed, map, routingAt, tracesPerSecond }: TraceStoreOptions): Buckets {
  const perSecond = tracesPerSecond ?? TRACES_PER_SECOND;
  const perBucket = Math.max(1, Math.round(perSecond * BUCKET_SECONDS));
  const cache = new Map<number, readonly DemoTrace[]>();
  const facts = new Map<number, BucketFacts>();

  const tell = (bucket: number): readonly DemoTrace[] => {
    const at = bucket * BUCKET_SECONDS;
    const routing = routingAt(at);
    return Array.from({ length: perBucket }, (_, index) => {
      const startUs = Math.round((at + (index * BUCKET_SECONDS) / perBucket) * 1e6) + index * 137;
      return tellStory({ seed, bucket, index, map, routing }, startUs).flatMap(traceOf);
    }).flat();
  };

  return {
    factsOfKnown: (bucket) => facts.get(bucket),
    tracesOf(bucket) {
      const known = cache.get(bucket);
      if (known) return known;
      const traces = tell(bucket);
      cache.set(bucket, traces);
      facts.set(bucket, factsOf(traces));
      const [oldest] = cache.keys();
      if (cache.size > CACHED_BUCKETS && oldest !== undefined) cache.delete(oldest);
      return traces;
    },
  };
}

/** Traces that are made when they are asked for, always the same ones for a moment and a seed. */
export function createTraceStore(options: TraceStoreOptions): TraceStore {
  const { seed, now, fixed = new Map<string, () => DemoTrace>() } = options;
  const retention = options.retentionSeconds ?? RETENTION_SECONDS;
  const { tracesOf, factsOfKnown } = createBuckets(options);

  /** From the newest trace to the oldest that the store still has. */
  function* newestFirst(
    fromUs: number,
    toUs: number,
    isWanted: (facts: BucketFacts) => boolean = () => true,
  ): Generator<DemoTrace> {
    const nowUs = now() * 1e6;
    const to = Math.min(toUs, nowUs) / 1e6;
    const from = Math.max(fromUs / 1e6 - LONGEST_SECONDS, now() - retention);
    for (let bucket = bucketOf(to); bucket >= bucketOf(from); bucket -= 1) {
      const known = factsOfKnown(bucket);
      if (known && !isWanted(known)) continue;
      const traces = tracesOf(bucket).filter(
        ({ startUs, endUs }) => startUs <= toUs && endUs <= nowUs,
      );
      yield* [...traces].sort((a, b) => b.startUs - a.startUs);
    }
  }

  const recent = (): readonly DemoTrace[] => [
    ...newestFirst((now() - NAMES_SECONDS) * 1e6, Infinity),
  ];

  return {
    services: () => sortedSet(recent().flatMap(({ spans }) => spans.map(({ service }) => service))),
    operations: (service) => operationsOf(recent(), service),
    find(query) {
      const found: DemoTrace[] = [];
      const isWanted = (known: BucketFacts): boolean => mayMatch(known, query);
      for (const trace of newestFirst(query.fromUs, query.toUs, isWanted)) {
        if (found.length >= query.limit) break;
        if (trace.spans.some((span) => matches(span, query))) found.push(trace);
      }
      return found;
    },
    get(traceId) {
      const place = placeOfTraceId(traceId, seed);
      const always = fixed.get(traceId)?.();
      if (place === undefined || always) return always;
      const age = now() - place.bucket * BUCKET_SECONDS;
      if (age < 0 || age > retention) return undefined;
      return tracesOf(place.bucket).find(
        (trace) => trace.traceId === traceId && trace.endUs <= now() * 1e6,
      );
    },
  };
}

function factsOf(traces: readonly DemoTrace[]): BucketFacts {
  const services = new Set<string>();
  const failing = new Set<string>();
  for (const { spans } of traces) {
    for (const { service, error } of spans) {
      services.add(service);
      if (error) failing.add(service);
    }
  }
  return { services, failing };
}

function mayMatch({ services, failing }: BucketFacts, { service, tags }: TraceQuery): boolean {
  const names = tags.get('error') === 'true' ? failing : services;
  return service === undefined ? names.size > 0 : names.has(service);
}

function bucketOf(seconds: number): number {
  return Math.floor(seconds / BUCKET_SECONDS);
}

/** A trace of spans; none when there are none. */
export function traceOf(spans: readonly DemoSpan[]): readonly DemoTrace[] {
  const [first] = spans;
  if (first === undefined) return [];
  let startUs = Infinity;
  let endUs = 0;
  for (const span of spans) {
    startUs = Math.min(startUs, span.startUs);
    endUs = Math.max(endUs, span.startUs + span.durationUs);
  }
  return [{ traceId: first.traceId, spans, startUs, endUs }];
}

function sortedSet(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

function operationsOf(traces: readonly DemoTrace[], service: string): readonly Operation[] {
  const found = new Map<string, Operation>();
  for (const span of traces.flatMap(({ spans }) => spans)) {
    if (span.service !== service) continue;
    const { operation: name, kind: spanKind } = span;
    found.set(`${name}\n${spanKind}`, { name, spanKind });
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, operation]) => operation);
}

function matches(span: DemoSpan, query: TraceQuery): boolean {
  const { service = span.service, operation = span.operation, fromUs, toUs } = query;
  const { minDurationUs = 0, maxDurationUs = Infinity, tags } = query;
  return (
    span.service === service &&
    span.operation === operation &&
    isWithin(span.startUs, fromUs, toUs) &&
    isWithin(span.durationUs, minDurationUs, maxDurationUs) &&
    [...tags].every(([key, value]) => hasTag(span, key, value))
  );
}

function isWithin(value: number, low: number, high: number): boolean {
  return value >= low && value <= high;
}

/** `error` is the status of the span; any other tag may be the span's, its process's or an event's. */
function hasTag(span: DemoSpan, key: string, value: string): boolean {
  if (key === 'error') return String(span.error) === value;
  const events = span.events.flatMap(({ fields }) => fields);
  const tags = [...span.tags, ...span.process, ...events];
  return tags.some(([tag, text]) => tag === key && String(text) === value);
}
