import 'server-only';
import type { MatrixSeries } from '@/lib/domain/samples';
import type { Scope } from '@/lib/server/access/scope';
import type { KeptBody } from '@/lib/server/bodies/json-body';
import { createAnswerCache, type AnswerCache } from '@/lib/server/cache/answer-cache';
import type { KeptChecks } from '@/lib/server/checks/kept-checks';
import type { CacheResult } from '@/lib/server/metrics';
import type { ListedKind } from '@/lib/server/objects/list-objects';
import { createWatches, type Watches } from '@/lib/server/objects/watches';
import type { TraceSample } from '@/lib/server/practices/sample-traces';
import type { RangeRun } from '@/lib/server/telemetry/run-ranges';
import type { QueryRun } from '@/lib/server/telemetry/run-queries';
import { sizeOfSnapshot, type TelemetrySnapshot } from '@/lib/server/telemetry/telemetry';
import { UpstreamError, type UpstreamFailure } from '@/lib/upstream/error';
import type { JsonSchema } from '@/lib/upstream/kubernetes/openapi';
import type { Person } from '@/lib/upstream/kubernetes/types';

const MIB = 1024 * 1024;

/** Old answers stand in for a failed source for so long; then there is nothing to show. */
const STALE_MS = 5 * 60_000;

/** All that is kept between requests. Each is bounded in bytes; all together hold at most 224 MiB. */
export interface Caches {
  readonly scopes: AnswerCache<Scope>;
  /** Who the API server says that an identity is. */
  readonly people: AnswerCache<Person>;
  /** Answers of SelfSubjectAccessReviews. */
  readonly rights: AnswerCache<{ readonly allowed: boolean; readonly reason: string | null }>;
  readonly telemetry: AnswerCache<TelemetrySnapshot>;
  /** Written answers, plain and compressed; their keys hold all that they are made of, the scope included. */
  readonly bodies: AnswerCache<KeptBody>;
  /** The meshes that report anything, by id. */
  readonly presence: AnswerCache<readonly string[]>;
  /** Instant queries beside the graph's, such as the observed shares of splits. */
  readonly queries: AnswerCache<QueryRun>;
  readonly ranges: AnswerCache<RangeRun>;
  readonly objects: AnswerCache<ListedKind>;
  /** Schemas of kinds; null for those that the cluster serves without one. */
  readonly schemas: AnswerCache<JsonSchema | null>;
  readonly traceNames: AnswerCache<readonly string[]>;
  /** What samples of traces told, by namespace. */
  readonly traceSamples: AnswerCache<TraceSample>;
  /** Versions of upstreams, which tell that they answer. */
  readonly probes: AnswerCache<string>;
  readonly watches: Watches;
  readonly checks: KeptChecks;
}

interface CachesOptions {
  readonly checks: KeptChecks;
  readonly now: () => number;
  readonly observe: (name: string, result: CacheResult) => void;
}

/** Creates the caches of a runtime. */
export function createCaches({ checks, now, observe }: CachesOptions): Caches {
  function cache<T>(
    name: string,
    maxMib: number,
    sizeOf: (value: T) => number,
    staleMs = STALE_MS,
  ) {
    const maxBytes = maxMib * MIB;
    return createAnswerCache<T>({ name, maxBytes, sizeOf, staleMs, isOutage, now, observe });
  }
  return {
    scopes: cache('scopes', 8, ({ namespaces }) => 500 + namespaces.length * 150),
    people: cache('people', 2, ({ groups }) => 300 + groups.length * 100),
    rights: cache('rights', 4, () => 300, 0),
    telemetry: cache('telemetry', 64, sizeOfSnapshot),
    presence: cache('presence', 1, (ids) => 200 + ids.length * 40),
    bodies: cache('bodies', 24, ({ bytes }) => bytes.byteLength + 100, 0),
    queries: cache('queries', 16, sizeOfRun),
    ranges: cache('ranges', 32, sizeOfRanges),
    objects: cache('objects', 48, ({ objects }) => 200 + objects.length * 4000),
    schemas: cache('schemas', 16, (schema) => 200 + 2 * JSON.stringify(schema).length),
    traceNames: cache('trace-names', 4, (names) => 200 + names.length * 100),
    traceSamples: cache('trace-samples', 4, ({ propagation }) => 400 + propagation.length * 200),
    probes: cache('probes', 1, () => 200, 0),
    watches: createWatches(),
    checks,
  };
}

const OUTAGES: readonly UpstreamFailure[] = [
  'unavailable',
  'timeout',
  'busy',
  'malformed',
  'too-large',
  'gone',
];

function isOutage(error: unknown): boolean {
  return error instanceof UpstreamError && OUTAGES.includes(error.failure);
}

function sizeOfRun({ answers }: QueryRun): number {
  return [...answers.values()].reduce((size, samples) => size + 200 + samples.length * 400, 500);
}

function sizeOfRanges({ answers }: RangeRun): number {
  const sizeOf = (series: readonly MatrixSeries[]) =>
    series.reduce((size, { points }) => size + 400 + points.length * 40, 200);
  return [...answers.values()].reduce((size, series) => size + sizeOf(series), 500);
}
