import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitWarning } from '@/lib/domain/split';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { warning } from '@/lib/mesh/object-names';
import type { RouteRule } from '@/lib/mesh/routes/rules';

/** What is surprising about one rule of a route beside its backends, whoever serves it. */
export function ruleWarnings(
  route: KubeObject,
  rule: RouteRule,
  rules: readonly RouteRule[],
): readonly SplitWarning[] {
  return [...unreachable(rule, rules), ...notTaken(route), ...sharedTelemetry(rule, rules)];
}

/** Rules are not tried in their order, so that only one with the very same conditions is in the way. */
export function unreachable(rule: RouteRule, rules: readonly RouteRule[]): readonly SplitWarning[] {
  const key = (each: RouteRule) => JSON.stringify(each.match);
  const earlier = rules.find((each) => each.index < rule.index && key(each) === key(rule));
  if (earlier === undefined) return [];
  const message = `Rule ${earlier.index + 1} asks for the same and comes first, so that nothing reaches this one, which is rule ${rule.index + 1}.`;
  return [warning('unreachable', message)];
}

/** What the controllers wrote into the status, or that they wrote nothing. */
function notTaken(route: KubeObject): readonly SplitWarning[] {
  const parents = listOf(fieldsOf(route.status)['parents']);
  return parents.length === 0 ? [warning('not-accepted', NOBODY)] : refusals(route);
}

/** What controllers say in the status against a route, unless it is about an older version of it. */
export function refusals({ status, metadata }: KubeObject): readonly SplitWarning[] {
  const parents = listOf(fieldsOf(status)['parents']).map(fieldsOf);
  const found = parents
    .flatMap((parent) =>
      listOf(parent['conditions'])
        .map(fieldsOf)
        .map((condition) => ({ condition, by: textOf(parent['controllerName']) })),
    )
    .filter(({ condition }) => {
      const seen = numberOf(condition['observedGeneration']);
      return seen === undefined || seen >= (metadata.generation ?? 0);
    })
    .filter(({ condition }) => isTrouble(condition['type'], condition['status']))
    .map(({ condition, by }) => {
      const why = textOf(condition['message']) ?? textOf(condition['reason']) ?? '?';
      return `${by ?? 'A controller'} does not take this route as it is (${textOf(condition['reason']) ?? '?'}): ${why}`;
    });
  return [...new Set(found)].map((message) => warning('not-accepted', message));
}

const NOBODY =
  'No controller has said in the status that it takes this route, so that it may steer nothing.';

function isTrouble(type: unknown, status: unknown): boolean {
  if (type === 'PartiallyInvalid') return status === 'True';
  return (type === 'Accepted' || type === 'ResolvedRefs') && status === 'False';
}

/** Telemetry names the service that a request reached, not the rule that sent it there. */
function sharedTelemetry(rule: RouteRule, rules: readonly RouteRule[]): readonly SplitWarning[] {
  const named = new Set(rule.backends.map((backend) => textOf(backend['name'])));
  const isShared = rules.some(
    (other) =>
      other.index !== rule.index && other.backends.some(({ name }) => named.has(textOf(name))),
  );
  if (!isShared) return [];
  const message =
    'Other rules of this object lead to the same service. Observed shares count their requests too.';
  return [warning('shared-telemetry', message)];
}
