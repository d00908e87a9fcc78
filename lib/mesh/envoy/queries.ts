import type { GraphView } from '@/lib/domain/model';
import {
  above,
  countBy,
  histogramQuantile,
  labelled,
  or,
  rate,
  selector,
  sumBy,
  withoutPartner,
  type Matcher,
  type PromQl,
} from '@/lib/domain/promql';
import type { NamedQuery, TelemetryRequest } from '@/lib/mesh/adapter';
import {
  ANSWERED_BYTES,
  ARRIVALS,
  ARRIVAL_TIMES,
  CALLERS_BYTES,
  CALLERS_CONNECTIONS,
  CODE,
  CODE_CLASS,
  COMPLETED,
  CONNECTIONS,
  FAILURES,
  GRPC,
  HANDSHAKES,
  RECEIVED_BYTES,
  RESPONSES,
  RETRIES,
  SENT_BYTES,
  STEPPED,
  TIMES,
} from '@/lib/mesh/envoy/metrics';
import { PLACE, placed } from '@/lib/mesh/envoy/placed';
import { rateOf, STATUS, type Counter } from '@/lib/mesh/envoy/rates';
import type { EnvoyVocabulary } from '@/lib/mesh/envoy/vocabulary';

/** The quantiles of the model, by the value of the label that the answer tells them apart by. */
export const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
export type QuantileKey = keyof typeof QUANTILES;

/** Labels that we add: which of several figures a sample is. */
export const QUANTILE = 'quantile';
export const FIGURE = 'figure';
export const FLAG = 'flag';

/** The value of `FLAG` for what was tried again. */
export const RETRIED = 'retried';

/**
 * What tells one cluster of one proxy from all others. Of a name with dots Envoy keeps only the first part, so
 * that what a mesh reads out of the name has to be compared too.
 */
export function oneCluster({ outbound }: EnvoyVocabulary): readonly string[] {
  return [...new Set(['job', 'instance', 'envoy_cluster_name', ...outbound.labels])];
}

/** Whether any proxy of the mesh reports. */
export function presence({ proxies }: EnvoyVocabulary, offsetSeconds: number): PromQl {
  return selector(proxies.metric, proxies.matchers, offsetSeconds);
}

/**
 * The seven queries that the graph of a mesh is made of, whatever the namespaces. Calls are told by the
 * clusters of the caller's proxy. What each server took in is asked for as well: it is all that there is of
 * callers without a proxy.
 */
export function telemetryQueries(
  vocabulary: EnvoyVocabulary,
  { windowSeconds, view }: TelemetryRequest,
): NamedQuery[] {
  const { outbound, inbound, proxies } = vocabulary;
  const { source, destination } = edgeLabels(vocabulary, view);
  const edge = [...source, ...destination];
  const over = (metric: string, matchers: readonly Matcher[]) =>
    rate(metric, matchers, windowSeconds);
  const calls = (metric: string, by: readonly string[] = []) =>
    sumBy([...edge, ...by], placed(over(metric, outbound.matchers)));
  const both = (counter: Counter) =>
    or(rateOf(counter, outbound.matchers, windowSeconds), rateOf(counter, inbound, windowSeconds));
  return [
    { key: 'requests', promql: requests(vocabulary, edge, windowSeconds) },
    { key: 'latency', promql: latency(vocabulary, view, windowSeconds) },
    { key: 'bounds', promql: countBy(['le'], selector(TIMES, outbound.matchers)) },
    { key: 'connections', promql: connections(vocabulary, edge, windowSeconds) },
    { key: 'grpc', promql: sumBy([...edge, STATUS], placed(or(both(GRPC), both(STEPPED)))) },
    {
      key: 'failures',
      promql: or(
        labelled(calls(RETRIES), FLAG, RETRIED),
        ...FAILURES.map(([flag, metric]) => labelled(calls(metric), FLAG, flag)),
      ),
    },
    {
      key: 'proxies',
      promql: countBy(
        [...PLACE, ...proxies.labels, 'version'],
        placed(selector(proxies.metric, proxies.matchers)),
      ),
    },
  ];
}

/** The labels that tell the ends of an edge apart in a view. */
function edgeLabels({ ownLabels, outbound }: EnvoyVocabulary, view: GraphView) {
  const isByPod = view === 'workload' || ownLabels.length === 0;
  const source = isByPod ? [...PLACE, ...ownLabels] : ['namespace', ...ownLabels];
  const destination = outbound.labels.filter(
    (label) => view === 'workload' || label !== outbound.subsetLabel,
  );
  return { source, destination };
}

function requests(
  { outbound, inbound, gateways }: EnvoyVocabulary,
  edge: readonly string[],
  windowSeconds: number,
): PromQl {
  const series = [
    rate(RESPONSES, outbound.matchers, windowSeconds),
    rate(RESPONSES, inbound, windowSeconds),
    ...(gateways === null ? [] : [rate(ARRIVALS, gateways, windowSeconds)]),
  ] as const;
  return sumBy([...edge, CODE, CODE_CLASS], placed(or(...series)));
}

/** Buckets are added up over everything that one edge may consist of, before the quantile is taken. */
function latency(vocabulary: EnvoyVocabulary, view: GraphView, windowSeconds: number): PromQl {
  const { ownLabels, outbound, inbound, gateways } = vocabulary;
  const { source, destination } = edgeLabels(vocabulary, view);
  const isOwn = (label: string) => view === 'workload' && ownLabels.includes(label);
  const by = ['le', ...source.filter((label) => !isOwn(label)), ...destination];
  const series = [
    rate(TIMES, outbound.matchers, windowSeconds),
    rate(TIMES, inbound, windowSeconds),
    ...(gateways === null ? [] : [rate(ARRIVAL_TIMES, gateways, windowSeconds)]),
  ] as const;
  const buckets = sumBy(by, placed(or(...series)));
  return union(QUANTILE, Object.keys(QUANTILES), (key) =>
    histogramQuantile(quantileOf(key), buckets),
  );
}

function quantileOf(key: string): number {
  return Object.entries(QUANTILES).find(([name]) => name === key)?.[1] ?? 0.5;
}

function connections(
  vocabulary: EnvoyVocabulary,
  edge: readonly string[],
  windowSeconds: number,
): PromQl {
  const { outbound, plaintext, mtls } = vocabulary;
  const figure = (name: string, of: PromQl) => labelled(sumBy(edge, placed(of)), FIGURE, name);
  const over = (metric: string, matchers: readonly Matcher[]) =>
    rate(metric, matchers, windowSeconds);
  // Clusters of HTTP count bytes too; those that only carry TCP never complete a request.
  const isHttp = above(selector(COMPLETED, outbound.matchers), 0);
  const tcp = (metric: string) =>
    withoutPartner(oneCluster(vocabulary), over(metric, outbound.matchers), isHttp);
  return or(
    figure('sent', tcp(SENT_BYTES)),
    figure('received', tcp(RECEIVED_BYTES)),
    figure('dialled', tcp(CONNECTIONS)),
    ...(mtls === 'always'
      ? []
      : [
          figure('opened', over(CONNECTIONS, outbound.matchers)),
          figure('secured', over(HANDSHAKES, outbound.matchers)),
          figure('everOpened', selector(CONNECTIONS, outbound.matchers)),
          figure('everSecured', selector(HANDSHAKES, outbound.matchers)),
        ]),
    ...(plaintext === null
      ? []
      : [
          figure('plainReceived', over(CALLERS_BYTES, plaintext)),
          figure('plainSent', over(ANSWERED_BYTES, plaintext)),
          figure('plainDialled', over(CALLERS_CONNECTIONS, plaintext)),
        ]),
  );
}

/** One query for several: each with a label of its own. */
export function union(
  label: string,
  names: readonly string[],
  of: (name: string) => PromQl,
): PromQl {
  const [first, ...others] = names.map((name) => labelled(of(name), label, name));
  if (first === undefined) throw new RangeError('a union of nothing');
  return or(first, ...others);
}
