import { countBy, histogramQuantile, or, selector, sumBy } from '@/lib/domain/promql';
import type { VectorSample } from '@/lib/domain/samples';
import type { Split, SplitTarget } from '@/lib/domain/split';
import type {
  NamedQuery,
  QueryAnswers,
  SplitObservation,
  TargetObservation,
} from '@/lib/mesh/adapter';
import { keyOf, placeOf, readDirectory, type Directory } from '@/lib/mesh/envoy/directory';
import { CODE, GRPC, RESPONSES, STEPPED, TIMES } from '@/lib/mesh/envoy/metrics';
import { addTo, tallyOf, type Outcomes } from '@/lib/mesh/envoy/outcomes';
import { PLACE, placed } from '@/lib/mesh/envoy/placed';
import { rateOf, STATUS, type Counter } from '@/lib/mesh/envoy/rates';
import type { EnvoyVocabulary } from '@/lib/mesh/envoy/vocabulary';
import { serviceNameOf } from '@/lib/mesh/hosts';

/** What callers sent to each part of each service, and what each workload took in: four queries. */
export function observationQueries(
  { outbound, inbound, proxies }: EnvoyVocabulary,
  window: number,
): readonly NamedQuery[] {
  const sums = (counter: Counter, by: readonly string[]) =>
    or(
      sumBy([...outbound.labels, ...by], rateOf(counter, outbound.matchers, window)),
      sumBy([...PLACE, ...by], placed(rateOf(counter, inbound, window))),
    );
  return [
    { key: 'requests', promql: sums(RESPONSES, [CODE]) },
    { key: 'grpc', promql: or(sums(GRPC, [STATUS]), sums(STEPPED, [STATUS])) },
    { key: 'p95', promql: histogramQuantile(0.95, sums(TIMES, ['le'])) },
    {
      key: 'proxies',
      promql: countBy(
        [...PLACE, ...proxies.labels, 'version'],
        placed(selector(proxies.metric, proxies.matchers)),
      ),
    },
  ];
}

/** What is known of one part of a service, or of one workload. */
interface Reached extends Outcomes {
  readonly p95: number[];
  /** Where callers sent it; null for what a workload took in. */
  readonly sentTo: { readonly fqdn: string; readonly subset: string | undefined } | null;
}

/**
 * Tells for every target of every split how much reached it. A subset is told by what callers sent to it, for
 * splits of this mesh; any other target by what the workloads behind it took in, where it shares them with
 * none of its siblings, or by its host, where it shares that with none.
 */
export function observe(
  vocabulary: EnvoyVocabulary,
  splits: readonly Split[],
  answers: QueryAnswers,
): readonly SplitObservation[] {
  const directory = readDirectory(vocabulary, answers.get('proxies') ?? []);
  const reached = readReached(vocabulary, directory, answers);
  return splits.map(({ id, mesh, targets }) => {
    const found = targets.map((target) =>
      partsOf(target, targets, reached, mesh === vocabulary.mesh),
    );
    // A choice of which nothing was seen is not measured; where some was, the others got nothing.
    const isMeasured = found.some((parts) => parts !== null && parts.length > 0);
    return {
      splitId: id,
      targets: found.map((parts) => (parts === null || !isMeasured ? null : observationOf(parts))),
    };
  });
}

type ReachedByKey = ReadonlyMap<string, Reached>;

function readReached(
  vocabulary: EnvoyVocabulary,
  directory: Directory,
  answers: QueryAnswers,
): ReachedByKey {
  const all = new Map<string, Reached>();
  const each = (key: string, take: (reached: Reached, sample: VectorSample) => void) => {
    for (const sample of answers.get(key) ?? []) {
      const reached = reachedAt(all, vocabulary, directory, sample);
      if (reached !== null) take(reached, sample);
    }
  };
  each('requests', ({ codes }, { labels, value }) => {
    addTo(codes, labels.get(CODE) ?? '', value);
  });
  each('grpc', ({ statuses }, { labels, value }) => {
    addTo(statuses, labels.get(STATUS) ?? '', value);
  });
  each('p95', ({ p95 }, { value }) => {
    p95.push(value);
  });
  return all;
}

function reachedAt(
  all: Map<string, Reached>,
  vocabulary: EnvoyVocabulary,
  directory: Directory,
  { labels }: VectorSample,
): Reached | null {
  const destination = vocabulary.destinationOf(labels);
  const place = placeOf(labels);
  const service = destination === null ? undefined : directory.services.get(destination.key);
  if (service === undefined && place === null) return null;
  const sentTo =
    service === undefined
      ? null
      : {
          fqdn: `${service.name}.${service.namespace}.svc.cluster.local`,
          subset: destination?.subset,
        };
  const key = sentTo === null && place !== null ? keyOf(place) : JSON.stringify(sentTo);
  const reached: Reached = all.get(key) ?? {
    sentTo,
    codes: new Map(),
    statuses: new Map(),
    flags: new Map(),
    p95: [],
  };
  all.set(key, reached);
  return reached;
}

/** What reached a target; null where nothing tells it from its siblings. */
function partsOf(
  target: SplitTarget,
  targets: readonly SplitTarget[],
  reached: ReachedByKey,
  isOwn: boolean,
): readonly Reached[] | null {
  // Nothing can reach a subset that does not exist.
  if (!target.resolved) return [];
  const { fqdn, subset, workloads } = target;
  const siblings = targets.filter((other) => other !== target);
  const sent = [...reached.values()].filter(({ sentTo }) => sentTo?.fqdn === fqdn);
  if (isOwn && subset !== undefined) return sent.filter(({ sentTo }) => sentTo?.subset === subset);
  const isShared = siblings.some((other) =>
    other.workloads.some((name) => other.fqdn === fqdn && workloads.includes(name)),
  );
  const namespace = serviceNameOf(fqdn)?.namespace;
  if (workloads.length > 0 && !isShared && namespace !== undefined) {
    return workloads.flatMap((workload) => reached.get(keyOf({ namespace, workload })) ?? []);
  }
  return siblings.some((other) => other.fqdn === fqdn) ? null : sent;
}

function observationOf(parts: readonly Reached[]): TargetObservation {
  let [requestRate, errorRate] = [0, 0];
  for (const part of parts) {
    const tally = tallyOf(part);
    requestRate += tally.rate;
    errorRate += tally.rate * (tally.errorRatio ?? 0);
  }
  const quantiles = parts.flatMap(({ p95 }) => p95);
  // Quantiles cannot be merged, so that there is one only where one series covers the target.
  const [p95Ms = null] = quantiles.length === 1 ? quantiles : [];
  return { requestRate, errorRatio: requestRate > 0 ? errorRate / requestRate : null, p95Ms };
}
