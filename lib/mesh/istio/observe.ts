import { isErrorClass } from '@/lib/domain/error-class';
import { histogramQuantile, rate, sumBy, type Matcher } from '@/lib/domain/promql';
import type { VectorSample } from '@/lib/domain/samples';
import type { Split, SplitTarget } from '@/lib/domain/split';
import type {
  NamedQuery,
  QueryAnswers,
  SplitObservation,
  TargetObservation,
} from '@/lib/mesh/adapter';
import { groupByKeys } from '@/lib/mesh/workload-index';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { known, type Labels } from '@/lib/mesh/istio/endpoints';
import { BY_SERVER, DURATIONS, REQUESTS, TCP_CONNECTIONS } from '@/lib/mesh/istio/metric-labels';
import { NOT_ZTUNNEL } from '@/lib/mesh/istio/ztunnel';

const SERVICE = 'destination_service';
const NAMESPACE = 'destination_workload_namespace';
const BY_WORKLOAD = [SERVICE, NAMESPACE, 'destination_workload'];
const BY_VERSION = [SERVICE, NAMESPACE, 'destination_canonical_revision'];

/** What the servers say about the targets of all splits; clients cannot always name who answered. */
export function observationQueries(
  windowSeconds: number,
  account: Matcher = BY_SERVER,
): readonly NamedQuery[] {
  const identity = [...BY_WORKLOAD, 'destination_canonical_revision'];
  const outcome = ['request_protocol', 'response_code', 'grpc_response_status', 'response_flags'];
  const p95 = (by: readonly string[]) =>
    histogramQuantile(0.95, sumBy(['le', ...by], rate(DURATIONS, [account], windowSeconds)));
  const connections = rate(TCP_CONNECTIONS, [account, ...NOT_ZTUNNEL], windowSeconds);
  return [
    {
      key: 'requests',
      promql: sumBy([...identity, ...outcome], rate(REQUESTS, [account], windowSeconds)),
    },
    { key: 'connections', promql: sumBy(identity, connections) },
    { key: 'p95ByWorkload', promql: p95(BY_WORKLOAD) },
    { key: 'p95ByVersion', promql: p95(BY_VERSION) },
  ];
}

/**
 * Tells for every target of every split how much reached it: requests or, for TCP and TLS, connections. A target
 * is told apart by the workloads that it selects or, where those are not known, by its version. Where two
 * targets of a split share a workload or a version, or telemetry failed, nobody can tell and both are null.
 *
 * Servers may count under the service that was called and not under the one that a route chose; then a target's
 * workloads alone tell.
 */
export function observe(
  splits: readonly Split[],
  answers: QueryAnswers,
): readonly SplitObservation[] {
  const requests = indexed(answers.get('requests') ?? []);
  const connections = indexed(answers.get('connections') ?? []);
  const byWorkload = indexed(answers.get('p95ByWorkload') ?? []);
  const byVersion = indexed(answers.get('p95ByVersion') ?? []);
  return splits.map(({ id, targets, protocol }) => {
    const isTcp = protocol === 'tcp' || protocol === 'tls';
    const counted = isTcp ? connections : requests;
    // A host that no server reports is not measured; one that some do and others do not gets nothing.
    const isMeasured = targets.some((target) => rowsOf(target, targets, counted).length > 0);
    return {
      splitId: id,
      targets: targets.map((target) => {
        const isHere = isMeasured ? selectorOf(target, targets) : null;
        if (isHere === null) return null;
        const own = rowsOf(target, targets, counted).filter(({ labels }) => isHere(labels));
        if (isTcp) return { requestRate: sumOf(own), errorRatio: null, p95Ms: null };
        const p95Ms = p95Of(target, targets, isHere, byWorkload, byVersion);
        return { ...outcomeOf(own), p95Ms };
      }),
    };
  });
}

type Selector = (labels: Labels) => boolean;

interface Rows {
  readonly byService: ReadonlyMap<string, readonly VectorSample[]>;
  readonly byNamespace: ReadonlyMap<string, readonly VectorSample[]>;
}

function indexed(samples: readonly VectorSample[]): Rows {
  const by = (label: string) =>
    groupByKeys(samples, ({ labels }) => {
      const value = known(labels, label);
      return value === undefined ? [] : [value];
    });
  return { byService: by(SERVICE), byNamespace: by(NAMESPACE) };
}

/** The rows of a target's service or, where no server counts under any of the split's, of its workloads. */
function rowsOf(
  target: SplitTarget,
  targets: readonly SplitTarget[],
  { byService, byNamespace }: Rows,
): readonly VectorSample[] {
  if (targets.some(({ fqdn }) => byService.has(fqdn))) return byService.get(target.fqdn) ?? [];
  const { workloads } = target;
  const namespace = serviceNameOf(target.fqdn)?.namespace;
  if (workloads.length === 0 || namespace === undefined) return [];
  return (byNamespace.get(namespace) ?? []).filter(({ labels }) =>
    workloads.includes(known(labels, 'destination_workload') ?? ''),
  );
}

/** What tells a target's series from those of its siblings, or null when nothing does. */
function selectorOf(target: SplitTarget, targets: readonly SplitTarget[]): Selector | null {
  // Nothing can reach a subset that does not exist.
  if (!target.resolved) return () => false;
  const siblings = targets.filter((other) => other !== target && isBeside(other, target));
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

/** Whether two targets may have workloads in common: they are one host, or services of one namespace. */
function isBeside(a: SplitTarget, b: SplitTarget): boolean {
  if (a.fqdn === b.fqdn) return true;
  const [left, right] = [serviceNameOf(a.fqdn), serviceNameOf(b.fqdn)];
  return (
    left !== null &&
    left.namespace === right?.namespace &&
    a.workloads.some((name) => b.workloads.includes(name))
  );
}

function sumOf(samples: readonly VectorSample[]): number {
  return samples.reduce((sum, { value }) => sum + value, 0);
}

function outcomeOf(samples: readonly VectorSample[]): Omit<TargetObservation, 'p95Ms'> {
  const requestRate = sumOf(samples);
  const errorRate = sumOf(samples.filter(({ labels }) => isFailure(labels)));
  return { requestRate, errorRatio: requestRate > 0 ? errorRate / requestRate : null };
}

function isFailure(labels: Labels): boolean {
  return isErrorClass({
    protocol: labels.get('request_protocol') === 'grpc' ? 'grpc' : 'http',
    httpCode: labels.get('response_code'),
    grpcStatus: labels.get('grpc_response_status'),
    flags: labels.get('response_flags'),
  });
}

/** Quantiles cannot be merged, so that there is one only where one series covers the target. */
function p95Of(
  target: SplitTarget,
  targets: readonly SplitTarget[],
  isHere: Selector,
  byWorkload: Rows,
  byVersion: Rows,
): number | null {
  const own = rowsOf(target, targets, byWorkload).filter(({ labels }) => isHere(labels));
  if (own.length <= 1) return own[0]?.value ?? null;
  const { fqdn, version } = target;
  const ofVersion = (byVersion.byService.get(fqdn) ?? []).filter(
    ({ labels }) =>
      version !== undefined && known(labels, 'destination_canonical_revision') === version,
  );
  return ofVersion.length === 1 ? (ofVersion[0]?.value ?? null) : null;
}
