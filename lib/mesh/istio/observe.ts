import { isErrorClass } from '@/lib/domain/error-class';
import { histogramQuantile, rate, sumBy } from '@/lib/domain/promql';
import type { VectorSample } from '@/lib/domain/samples';
import type { Split, SplitTarget } from '@/lib/domain/split';
import type {
  NamedQuery,
  QueryAnswers,
  SplitObservation,
  TargetObservation,
} from '@/lib/mesh/adapter';
import { known, type Labels } from '@/lib/mesh/istio/endpoints';
import { BY_SERVER, DURATIONS, REQUESTS } from '@/lib/mesh/istio/metric-labels';

const SERVICE = 'destination_service';
const BY_WORKLOAD = [SERVICE, 'destination_workload_namespace', 'destination_workload'];
const BY_VERSION = [SERVICE, 'destination_workload_namespace', 'destination_canonical_revision'];

/** What the servers say about the targets of all splits; clients cannot always name who answered. */
export function observationQueries(windowSeconds: number): readonly NamedQuery[] {
  const identity = [...BY_WORKLOAD, 'destination_canonical_revision'];
  const outcome = ['request_protocol', 'response_code', 'grpc_response_status', 'response_flags'];
  const p95 = (by: readonly string[]) =>
    histogramQuantile(0.95, sumBy(['le', ...by], rate(DURATIONS, [BY_SERVER], windowSeconds)));
  return [
    {
      key: 'requests',
      promql: sumBy([...identity, ...outcome], rate(REQUESTS, [BY_SERVER], windowSeconds)),
    },
    { key: 'p95ByWorkload', promql: p95(BY_WORKLOAD) },
    { key: 'p95ByVersion', promql: p95(BY_VERSION) },
  ];
}

/**
 * Tells for every target of every split how much reached it. A target is told apart by the workloads
 * that its subset selects or, where those are not known, by its version. Where two targets of a split
 * share a workload or a version, or telemetry failed, nobody can tell and both are null.
 */
export function observe(
  splits: readonly Split[],
  answers: QueryAnswers,
): readonly SplitObservation[] {
  const requests = byService(answers.get('requests') ?? []);
  const byWorkload = byService(answers.get('p95ByWorkload') ?? []);
  const byVersion = byService(answers.get('p95ByVersion') ?? []);
  return splits.map(({ id, targets }) => {
    // A host that no server reports is not measured; one that some do and others do not gets nothing.
    const isMeasured = targets.some(({ fqdn }) => requests.has(fqdn));
    return {
      splitId: id,
      targets: targets.map((target) => {
        const isHere = isMeasured ? selectorOf(target, targets) : null;
        if (isHere === null) return null;
        const own = (requests.get(target.fqdn) ?? []).filter(({ labels }) => isHere(labels));
        return { ...outcomeOf(own), p95Ms: p95Of(target, isHere, byWorkload, byVersion) };
      }),
    };
  });
}

type Selector = (labels: Labels) => boolean;
type ByService = ReadonlyMap<string, readonly VectorSample[]>;

/** What tells a target's series from those of its siblings, or null when nothing does. */
function selectorOf(target: SplitTarget, targets: readonly SplitTarget[]): Selector | null {
  // Nothing can reach a subset that does not exist.
  if (!target.resolved) return () => false;
  const siblings = targets.filter((other) => other !== target && other.fqdn === target.fqdn);
  if (siblings.length === 0 && target.subset === undefined) return () => true;
  const { workloads, version } = target;
  if (workloads.length > 0) {
    const isShared = siblings.some((other) =>
      other.workloads.some((name) => workloads.includes(name)),
    );
    return isShared
      ? null
      : (labels) => workloads.includes(known(labels, 'destination_workload') ?? '');
  }
  const isShared = siblings.some((other) => other.version === version);
  if (version === undefined || isShared) return null;
  return (labels) => known(labels, 'destination_canonical_revision') === version;
}

function outcomeOf(samples: readonly VectorSample[]): Omit<TargetObservation, 'p95Ms'> {
  let [requestRate, errorRate] = [0, 0];
  for (const { labels, value } of samples) {
    requestRate += value;
    const outcome = {
      protocol: labels.get('request_protocol') === 'grpc' ? 'grpc' : 'http',
      httpCode: labels.get('response_code'),
      grpcStatus: labels.get('grpc_response_status'),
      flags: labels.get('response_flags'),
    } as const;
    if (isErrorClass(outcome)) errorRate += value;
  }
  return { requestRate, errorRatio: requestRate > 0 ? errorRate / requestRate : null };
}

/** Quantiles cannot be merged, so that there is one only where one series covers the target. */
function p95Of(
  { fqdn, version }: SplitTarget,
  isHere: Selector,
  byWorkload: ByService,
  byVersion: ByService,
): number | null {
  const own = (byWorkload.get(fqdn) ?? []).filter(({ labels }) => isHere(labels));
  if (own.length <= 1) return own[0]?.value ?? null;
  const ofVersion = (byVersion.get(fqdn) ?? []).filter(
    ({ labels }) =>
      version !== undefined && known(labels, 'destination_canonical_revision') === version,
  );
  return ofVersion.length === 1 ? (ofVersion[0]?.value ?? null) : null;
}

function byService(samples: readonly VectorSample[]): ByService {
  const services = new Map<string, VectorSample[]>();
  for (const sample of samples) {
    const service = known(sample.labels, SERVICE);
    if (service === undefined) continue;
    const list = services.get(service);
    if (list === undefined) services.set(service, [sample]);
    else list.push(sample);
  }
  return services;
}
