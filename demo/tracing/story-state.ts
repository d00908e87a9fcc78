import { keyOf, routeFor } from '../model/routing';
import { createRandom, seedOf, type Random } from '../model/random';
import type { DemoFailure, DemoService, DemoWorkload } from '../model/types';
import { traceIdOf } from './ids';
import type { Routing } from '../route-history';
import type { MeshMap } from './mesh-map';
import type { Peer } from './peer';
import type { Reporter, RequestFacts } from './span-style';
import type { DemoSpan, SpanEvent, SpanKind, Tag } from './types';

/** One request from outside and everything that it sets off, as spans. */
export interface Story {
  readonly seed: number;
  readonly bucket: number;
  readonly index: number;
  readonly map: MeshMap;
  readonly routing: Routing;
}

/** A story while it is told. */
export interface State extends Story {
  readonly random: Random;
  readonly request: RequestFacts;
  /** Each becomes a trace of its own. */
  readonly parts: { readonly traceId: string; readonly spans: DemoSpan[] }[];
}

/** Where in the tree of spans, and when, something happens. */
export interface Position {
  readonly part: number;
  readonly parentId: string | undefined;
  readonly startUs: number;
  readonly depth: number;
}

/** How a request ended for its caller. */
export interface Ended {
  readonly endUs: number;
  readonly code: string;
  readonly grpcStatus?: string | undefined;
}

const word = (random: Random): string =>
  Math.floor(random() * 4_294_967_296)
    .toString(16)
    .padStart(8, '0');

/** The id of a span: 16 hex digits. */
export function spanIdOf({ random }: State): string {
  return word(random) + word(random);
}

function requestIdOf(random: Random): string {
  const digits = word(random) + word(random) + word(random) + word(random);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const AGENTS = ['Mozilla/5.0 (X11; Linux x86_64)', 'shop-app/4.2 (Android 16)', 'okhttp/5.1.0'];

/** The beginning of a story: no spans yet, and the numbers that decide everything in it. */
export function openStory(story: Story): State {
  const random = createRandom(seedOf(`${String(story.bucket)}/${String(story.index)}`, story.seed));
  const userAgent = AGENTS[Math.floor(random() * AGENTS.length)] ?? '';
  const request = { requestId: requestIdOf(random), userAgent };
  const state: State = { ...story, random, parts: [], request };
  openPart(state);
  return state;
}

/** Begins another trace within the story. */
export function openPart({ bucket, index, seed, parts }: State): number {
  const part = parts.length;
  parts.push({ traceId: traceIdOf({ bucket, story: index, part }, seed), spans: [] });
  return part;
}

/** One of the pods of a workload, by chance. */
export function peerOf({ map, random }: State, workload: DemoWorkload): Peer | undefined {
  const peers = map.peers.get(keyOf(workload)) ?? [];
  return peers[Math.floor(random() * peers.length)];
}

/** A span before it has its place in a trace. */
export interface Span {
  /** Who makes it: a proxy, or the application beside it. */
  readonly by: Reporter;
  readonly position: Position;
  readonly spanId: string;
  readonly operation: string;
  readonly kind: SpanKind;
  readonly endUs: number;
  readonly error: boolean;
  /** Made when they are read: most spans are searched by name and time alone. */
  readonly tags: () => readonly Tag[];
  readonly events?: readonly SpanEvent[];
}

export function emit(state: State, span: Span): void {
  const { by, position, spanId, operation, kind, endUs, error, tags, events = [] } = span;
  const startUs = Math.round(position.startUs);
  const part = state.parts[position.part];
  part?.spans.push({
    traceId: part.traceId,
    spanId,
    parentId: position.parentId,
    service: by.service,
    process: by.process,
    operation,
    kind,
    startUs,
    durationUs: Math.max(1, Math.round(endUs) - startUs),
    error,
    events,
    get tags() {
      return tags();
    },
  });
}

/** Failures are sampled so much more often than successes, as tail sampling does. */
const FAILURES_FAVOURED = 3;

export function pickFailure(
  random: Random,
  failures: readonly DemoFailure[],
): DemoFailure | undefined {
  let left = random();
  return failures.find(({ share }) => (left -= share * FAILURES_FAVOURED) < 0);
}

export function lognormalUs({ random }: State, medianMs: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return medianMs * 1_000 * Math.exp(sigma * normal);
}

/** The object that shares out a service's requests from a caller, where it has several targets. */
export function weightedByOf(
  { routing }: State,
  service: DemoService,
  caller: Peer | undefined,
): string | undefined {
  return routeFor(routing, keyOf(service), caller?.workload.mesh ?? null)?.weightedBy;
}

export function hostOf({ externalHost, name, namespace }: DemoService): string {
  return externalHost ?? `${name}.${namespace}.svc.cluster.local`;
}

export function networkUs(state: State): number {
  return lognormalUs(state, 0.6, 0.4);
}
