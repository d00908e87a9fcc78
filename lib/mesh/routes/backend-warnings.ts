import type { Split, SplitTarget, SplitWarning } from '@/lib/domain/split';
import { warning } from '@/lib/mesh/object-names';
import { backendRefOf, isServiceRef } from '@/lib/mesh/routes/backend-refs';
import type { RouteRule } from '@/lib/mesh/routes/rules';
import { portNumbers } from '@/lib/mesh/routes/targets';
import { keyOf } from '@/lib/mesh/target-list';
import type { WorkloadIndex } from '@/lib/mesh/workload-index';

interface Context {
  readonly namespace: string;
  readonly protocol: Split['protocol'];
  readonly index: WorkloadIndex;
}

/** What a caller gets where there is nothing to send a request to. */
const FAILURE: Readonly<Record<Split['protocol'], string>> = {
  http: 'requests are answered with 500',
  grpc: 'calls fail as UNAVAILABLE',
  tcp: 'connections are refused',
  tls: 'connections are refused',
};

/** Says what is wrong or surprising about the backends of one rule. */
export function backendWarnings(
  rule: RouteRule,
  targets: readonly SplitTarget[],
  context: Context,
): readonly SplitWarning[] {
  return [
    ...targets.flatMap((target, i) => ofBackend(rule.backends[i], target, context)),
    ...sameBackend(targets),
    ...allZero(targets, context),
  ];
}

/** What is wrong or surprising about one backend of a rule: at most one thing. */
export function ofBackend(
  element: unknown,
  target: SplitTarget,
  { namespace, protocol, index }: Context,
): readonly SplitWarning[] {
  const ref = backendRefOf(element, namespace);
  if (!isServiceRef(ref)) {
    const message = `${target.host} is no Service: what reaches it cannot be told apart here.`;
    return [warning('other-kind', message)];
  }
  if (!target.resolved) {
    const message = `There is no Service ${ref.name} in ${ref.namespace}. Its share is not given to the others: ${FAILURE[protocol]}.`;
    return [warning('dangling-target', message)];
  }
  if (ref.port === undefined) {
    const message = `The backend ${target.host} names no port, which one that is a Service needs.`;
    return [warning('port-needed', message)];
  }
  const ports = portNumbers(index, target.fqdn);
  if (ports.length > 0 && !ports.includes(ref.port)) {
    const message = `The Service ${target.host} has no port ${ref.port}, but ${ports.join(', ')}.`;
    return [warning('unknown-port', message)];
  }
  if (target.workloads.length === 0 && Object.keys(target.labels).length > 0) {
    return [warning('empty-backend', `The Service ${target.host} selects no pods.`)];
  }
  return [];
}

/** Says that a rule names a backend twice. */
export function sameBackend(targets: readonly SplitTarget[]): readonly SplitWarning[] {
  const keys = targets.map(keyOf);
  const twice = targets.find((_, i) => keys.indexOf(keys[i] ?? '') !== i);
  if (twice === undefined) return [];
  const message = `The backend ${twice.host} is named twice. Nobody can tell how much each of the two gets.`;
  return [warning('same-backend', message)];
}

/** Says that a rule sends nothing anywhere. */
export function allZero(
  targets: readonly SplitTarget[],
  { protocol }: Pick<Context, 'protocol'>,
): readonly SplitWarning[] {
  if (targets.some(({ share }) => share !== null)) return [];
  return [warning('all-zero', `All weights are 0: ${FAILURE[protocol]}.`)];
}
