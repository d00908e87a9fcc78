import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitTarget, SplitWarning } from '@/lib/domain/split';
import { keyOfObject, listenersOf, type Catalogue } from '@/lib/mesh/app-mesh/catalogue';
import { nodeKeyOf, type Route } from '@/lib/mesh/app-mesh/routes';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { warning } from '@/lib/mesh/object-names';

interface Subject {
  readonly router: KubeObject;
  readonly route: Route;
  readonly routes: readonly Route[];
  readonly targets: readonly SplitTarget[];
  readonly catalogue: Catalogue;
}

/** Says what is wrong or surprising about one route. */
export function warningsOf(subject: Subject): readonly SplitWarning[] {
  return [
    ...danglingTargets(subject),
    ...totals(subject),
    ...unused(subject),
    ...twins(subject),
    ...notActive(subject),
    ...sharedTelemetry(subject),
  ];
}

function danglingTargets({ targets, router, catalogue }: Subject): SplitWarning[] {
  const own = router.metadata.namespace ?? '';
  return targets.flatMap((target): SplitWarning[] => {
    const { host, port, resolved, workloads } = target;
    if (!resolved) {
      return [
        warning(
          'dangling-target',
          `There is no VirtualNode ${host}: the controller cannot put the route in force.`,
        ),
      ];
    }
    const key = nodeKeyOf(host, own);
    const node = key === null ? undefined : catalogue.nodes.get(key);
    if (node === undefined) return [];
    if (port === undefined && listenersOf(node) > 1) {
      return [
        warning(
          'port-needed',
          `The VirtualNode ${host} has several listeners and the target chooses none: AWS refuses that.`,
        ),
      ];
    }
    return workloads.length > 0
      ? []
      : [warning('empty-subset', `The VirtualNode ${host} selects no pods.`)];
  });
}

function totals({ route: { targets } }: Subject): SplitWarning[] {
  const total = targets.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
  if (total === 0) {
    return [warning('all-zero', 'All weights are 0: the route sends nothing anywhere.')];
  }
  if (total <= 100) return [];
  const message = `The weights add up to ${total}. Kubernetes took them, but AWS refuses more than 100: the route before is still in force.`;
  return [warning('over-total', message)];
}

function unused({ router, catalogue }: Subject): SplitWarning[] {
  if ((catalogue.fronts.get(keyOfObject(router)) ?? []).length > 0) return [];
  const message = 'No VirtualService names this router, so that nobody’s calls come to it.';
  return [warning('unused', message)];
}

/** AWS decides between equals by a rule of its own, which is not told. */
function twins({ route, routes }: Subject): SplitWarning[] {
  const others = routes.filter(
    (other) =>
      other.index !== route.index &&
      other.field === route.field &&
      other.match === route.match &&
      other.priority === route.priority,
  );
  if (others.length === 0) return [];
  const names = others.map(({ name }) => name).join(', ');
  return [
    warning('same-match', `Another route asks for the same with the same priority: ${names}.`),
  ];
}

/** The controller says in the status whether AWS took the object. */
function notActive({ router }: Subject): SplitWarning[] {
  return listOf(fieldsOf(router.status)['conditions'])
    .map(fieldsOf)
    .filter((condition) => condition['type'] === 'VirtualRouterActive')
    .filter((condition) => condition['status'] === 'False')
    .map((condition) => {
      const why = textOf(condition['message']) ?? textOf(condition['reason']) ?? 'without a reason';
      return warning('not-active', `The controller says that the router is not in force: ${why}`);
    });
}

/** Telemetry names the node that a request went to, not the route that sent it there. */
function sharedTelemetry({ route, routes }: Subject): SplitWarning[] {
  const hosts = new Set(route.targets.map(({ host }) => host));
  const shares = routes.some(
    (other) => other.index !== route.index && other.targets.some(({ host }) => hosts.has(host)),
  );
  if (!shares) return [];
  const message =
    'Other routes of this router lead to the same VirtualNodes. Observed shares count their requests too.';
  return [warning('shared-telemetry', message)];
}
