import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitTarget, SplitWarning } from '@/lib/domain/split';
import { keyOfObject, listenersOf, type Directory } from '@/lib/mesh/app-mesh/catalogue';
import { nodeKeyOf, type Route } from '@/lib/mesh/app-mesh/routes';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { warning } from '@/lib/mesh/object-names';

interface Subject {
  readonly router: KubeObject;
  readonly route: Route;
  readonly routes: readonly Route[];
  readonly targets: readonly SplitTarget[];
  readonly catalogue: Directory;
}

/** Says what is wrong or surprising about one route. */
export function warningsOf(subject: Subject): readonly SplitWarning[] {
  return [
    ...danglingTargets(subject),
    ...totals(subject),
    ...unused(subject),
    ...twins(subject),
    ...notActive(subject.router),
    ...sharedTelemetry(subject),
  ];
}

function danglingTargets({ targets, router, catalogue }: Subject): readonly SplitWarning[] {
  const own = router.metadata.namespace ?? '';
  return targets.flatMap((target) => targetWarnings(target, own, catalogue));
}

/** What is wrong with one target: at most one thing. */
export function targetWarnings(
  { host, port, resolved, workloads }: SplitTarget,
  own: string,
  { nodes }: Pick<Directory, 'nodes'>,
): readonly SplitWarning[] {
  if (!resolved) {
    const message = `There is no VirtualNode ${host}: the controller cannot put the route in force.`;
    return [warning('dangling-target', message)];
  }
  const key = nodeKeyOf(host, own);
  const node = key === null ? undefined : nodes.get(key);
  if (node === undefined) return [];
  if (port === undefined && listenersOf(node) > 1) {
    const message = `The VirtualNode ${host} has several listeners and the target chooses none: AWS refuses that.`;
    return [warning('port-needed', message)];
  }
  if (workloads.length > 0) return [];
  return [warning('empty-subset', `The VirtualNode ${host} selects no pods.`)];
}

/** Says that the weights of a route send nothing anywhere, or are more than AWS takes. */
export function totals({ route: { targets } }: Pick<Subject, 'route'>): readonly SplitWarning[] {
  const total = targets.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
  if (total === 0) {
    return [warning('all-zero', 'All weights are 0: the route sends nothing anywhere.')];
  }
  if (total <= 100) return [];
  const message = `The weights add up to ${total}. Kubernetes took them, but AWS refuses more than 100: the route before is still in force.`;
  return [warning('over-total', message)];
}

/** Says that no VirtualService leads to a router. */
export function unused({
  router,
  catalogue,
}: Pick<Subject, 'router' | 'catalogue'>): readonly SplitWarning[] {
  if ((catalogue.fronts.get(keyOfObject(router)) ?? []).length > 0) return [];
  const message = 'No VirtualService names this router, so that nobody’s calls come to it.';
  return [warning('unused', message)];
}

/** AWS decides between equals by a rule of its own, which is not told. */
export function twins({
  route,
  routes,
}: Pick<Subject, 'route' | 'routes'>): readonly SplitWarning[] {
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
export function notActive({ status, kind }: KubeObject): readonly SplitWarning[] {
  return listOf(fieldsOf(status)['conditions'])
    .map(fieldsOf)
    .filter((condition) => condition['type'] === `${kind}Active`)
    .filter((condition) => condition['status'] === 'False')
    .map((condition) => {
      const why = textOf(condition['message']) ?? textOf(condition['reason']) ?? 'without a reason';
      return warning('not-active', `The controller says that this is not in force: ${why}`);
    });
}

/** Telemetry names the node that a request went to, not the route that sent it there. */
function sharedTelemetry({ route, routes }: Subject): readonly SplitWarning[] {
  const hosts = new Set(route.targets.map(({ host }) => host));
  const shares = routes.some(
    (other) => other.index !== route.index && other.targets.some(({ host }) => hosts.has(host)),
  );
  if (!shares) return [];
  const message =
    'Other routes of this router lead to the same VirtualNodes. Observed shares count their requests too.';
  return [warning('shared-telemetry', message)];
}
