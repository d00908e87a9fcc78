import type { MeshNode, Quantile, Reporter } from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';
import type { QueryAnswers } from '@/lib/mesh/adapter';
import { quantileOf, readBounds } from '@/lib/mesh/buckets';
import { nonEmpty } from '@/lib/mesh/envoy/directory';
import { CODE, CODE_CLASS } from '@/lib/mesh/envoy/metrics';
import { addTo, type Outcomes, type Rates } from '@/lib/mesh/envoy/outcomes';
import type { Places } from '@/lib/mesh/envoy/places';
import { FIGURE, FLAG, QUANTILE, RETRIED, type QuantileKey } from '@/lib/mesh/envoy/queries';
import { STATUS } from '@/lib/mesh/envoy/rates';
import type { EnvoyVocabulary, Labels } from '@/lib/mesh/envoy/vocabulary';
import { unknownNode } from '@/lib/mesh/nodes';

export type Quantiles = Partial<Record<QuantileKey, Quantile>>;

/** Everything that was counted between the same two ends. */
export interface Call extends Outcomes {
  readonly source: MeshNode;
  readonly target: MeshNode;
  readonly reporter: Reporter;
  readonly hosts: Set<string>;
  /** Whether some of it went to what is no part of the mesh. */
  leavesMesh: boolean;
  /** Whether some of it went through a cluster that says that it carries gRPC. */
  isGrpc: boolean;
  /** Whether requests were counted at all, be it none in this window. */
  hasRequests: boolean;
  /** Requests per second that were sent once more. */
  retried: number;
  /** By `FIGURE`: bytes and connections per second. */
  readonly figures: Rates;
  /** One entry a series; quantiles of several cannot be put together. */
  readonly quantiles: Map<QuantileKey, Quantile[]>;
}

/** What was counted, by who counted it. */
export interface Counted {
  /** By the callers' proxies. */
  readonly calls: ReadonlyMap<string, Call>;
  /** By the servers' proxies, whoever called them; the source stands for callers without a proxy. */
  readonly taken: ReadonlyMap<string, Call>;
  /** By listeners that only callers outside of the mesh use. */
  readonly arrived: ReadonlyMap<string, Call>;
}

/** Sorts samples by the call that they are about. */
export function countCalls(
  vocabulary: EnvoyVocabulary,
  places: Places,
  answers: QueryAnswers,
): Counted {
  const counter = new Counter(vocabulary, places);
  const each = (key: string, take: (call: Call, sample: VectorSample) => void) => {
    for (const sample of answers.get(key) ?? []) {
      const call = counter.callOf(sample.labels);
      if (call !== null) take(call, sample);
    }
  };
  each('requests', addRequests);
  each('grpc', (call, { labels, value }) => {
    addTo(call.statuses, labels.get(STATUS) ?? '', value);
  });
  each('failures', (call, { labels, value }) => {
    const flag = labels.get(FLAG) ?? '';
    if (flag === RETRIED) call.retried += value;
    else addTo(call.flags, flag, value);
  });
  each('connections', (call, { labels, value }) => {
    addTo(call.figures, labels.get(FIGURE) ?? '', value);
  });
  const bounds = readBounds(answers.get('bounds') ?? []);
  each('latency', ({ quantiles }, { labels, value }) => {
    const key = quantileKey(labels.get(QUANTILE));
    if (key !== null)
      quantiles.set(key, [...(quantiles.get(key) ?? []), quantileOf(value, bounds)]);
  });
  return counter;
}

/** The quantiles of a call, as far as one series covers it. */
export function quantilesOf({ quantiles }: Call): Quantiles {
  return Object.fromEntries(
    [...quantiles].flatMap(([key, [only, ...others]]) =>
      only === undefined || others.length > 0 ? [] : [[key, only]],
    ),
  );
}

class Counter implements Counted {
  readonly calls = new Map<string, Call>();
  readonly taken = new Map<string, Call>();
  readonly arrived = new Map<string, Call>();
  private readonly vocabulary: EnvoyVocabulary;
  private readonly places: Places;

  constructor(vocabulary: EnvoyVocabulary, places: Places) {
    this.vocabulary = vocabulary;
    this.places = places;
  }

  callOf(labels: Labels): Call | null {
    const owner = this.places.ownerOf(labels);
    if (owner === null) return null;
    const destination = this.vocabulary.destinationOf(labels);
    if (destination !== null) {
      const { node, host } = this.places.reached(destination);
      const call = callAt(this.calls, owner, node, 'source');
      call.hosts.add(host);
      call.leavesMesh ||= destination.leavesMesh === true;
      call.isGrpc ||= destination.isGrpc === true;
      return call;
    }
    const outside = unknownNode(this.vocabulary.mesh);
    return callAt(isArrival(labels) ? this.arrived : this.taken, outside, owner, 'destination');
  }
}

function callAt(
  calls: Map<string, Call>,
  source: MeshNode,
  target: MeshNode,
  reporter: Reporter,
): Call {
  const key = `${source.id}>${target.id}`;
  const call: Call = calls.get(key) ?? {
    source,
    target,
    reporter,
    hosts: new Set(),
    leavesMesh: false,
    isGrpc: false,
    hasRequests: false,
    codes: new Map(),
    statuses: new Map(),
    flags: new Map(),
    retried: 0,
    figures: new Map(),
    quantiles: new Map(),
  };
  calls.set(key, call);
  return call;
}

function addRequests(call: Call, { labels, value }: VectorSample): void {
  const code = nonEmpty(labels.get(CODE));
  const codeClass = nonEmpty(labels.get(CODE_CLASS));
  if (code === undefined && codeClass === undefined) return;
  call.hasRequests = true;
  addTo(call.codes, code ?? `${codeClass ?? ''}xx`, value);
}

/** Gateways count by class, listeners for plain text by bytes of their own. */
function isArrival(labels: Labels): boolean {
  const figure = labels.get(FIGURE) ?? '';
  return nonEmpty(labels.get(CODE_CLASS)) !== undefined || figure.startsWith('plain');
}

function quantileKey(text: string | undefined): QuantileKey | null {
  return text === 'p50' || text === 'p95' || text === 'p99' ? text : null;
}
