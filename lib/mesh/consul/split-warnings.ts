import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitTarget, SplitWarning } from '@/lib/domain/split';
import { refusalOf } from '@/lib/domain/weights';
import { entryOf, type Catalogue } from '@/lib/mesh/consul/catalogue';
import type { Routing } from '@/lib/mesh/consul/router';
import { redirectOf, subsetsOf } from '@/lib/mesh/consul/subsets';
import { isElsewhere, type Element } from '@/lib/mesh/consul/targets';
import { CONSUL_WEIGHTS } from '@/lib/mesh/consul/weights';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { warning } from '@/lib/mesh/object-names';
import { nameOfTarget } from '@/lib/mesh/target-list';

interface Subject {
  readonly splitter: KubeObject;
  readonly elements: readonly Element[];
  /** One an element. */
  readonly targets: readonly SplitTarget[];
  readonly routing: Routing;
  readonly protocol: string | null;
  readonly catalogue: Catalogue;
}

/** Says what is wrong or surprising about one splitter. */
export function warningsOf(subject: Subject): readonly SplitWarning[] {
  return [
    ...notSynced(subject.splitter),
    ...notHttp(subject),
    ...refusedWeights(subject),
    ...shadowed(subject),
    ...subject.elements.flatMap((element, i) => targetWarnings(subject, element, i)),
    ...sharedTelemetry(subject),
  ];
}

/** A saved object is in force only once Consul's servers took it. */
export function notSynced({ status }: KubeObject): readonly SplitWarning[] {
  const condition = listOf(fieldsOf(status)['conditions'])
    .map(fieldsOf)
    .find(({ type }) => type === 'Synced');
  if (textOf(condition?.['status']) !== 'False') return [];
  const reason = [textOf(condition?.['reason']), textOf(condition?.['message'])]
    .filter((text) => text !== undefined)
    .join(': ');
  const message = `Consul has not taken this object as it stands (${reason}): an earlier one is in force.`;
  return [warning('not-synced', message)];
}

export function notHttp({
  protocol,
  splitter,
}: Pick<Subject, 'protocol' | 'splitter'>): SplitWarning[] {
  if (protocol !== 'tcp') return [];
  const { name } = splitter.metadata;
  const message =
    `Consul takes ${name} for TCP, and splits only HTTP and gRPC: it refuses this object. Set the protocol ` +
    'in its ServiceDefaults or in ProxyDefaults.';
  return [warning('not-http', message)];
}

export function refusedWeights({ elements }: Pick<Subject, 'elements'>): SplitWarning[] {
  const weights = elements.map(({ weight }) => weight);
  const refusal = refusalOf(weights, CONSUL_WEIGHTS);
  return refusal === null ? [] : [warning('refused-weights', refusal.message)];
}

export function shadowed({
  routing,
  splitter,
}: Pick<Subject, 'routing' | 'splitter'>): SplitWarning[] {
  if (routing.shadowedBy === null) return [];
  const { name } = splitter.metadata;
  const message = `Route ${routing.shadowedBy} of the ServiceRouter ${name} takes every request elsewhere: none comes to this split.`;
  return [warning('unreachable', message)];
}

function targetWarnings(
  { catalogue, splitter, targets }: Subject,
  element: Element,
  index: number,
): SplitWarning[] {
  const target = targets[index];
  if (target === undefined) return [];
  if (isElsewhere(element)) return [elsewhere(element, target)];
  if (!target.resolved) return [dangling(element)];
  const namespace = splitter.metadata.namespace ?? '';
  return [
    ...emptySubset(element, target, namespace, catalogue),
    ...redirected(element, namespace, catalogue),
    ...splitAgain(element, splitter, catalogue),
  ];
}

export function dangling({ service, subset }: Element): SplitWarning {
  const message =
    subset === undefined
      ? `The service ${service} is not known in this cluster: requests sent there fail unless Consul knows it from elsewhere.`
      : `The subset ${subset} is not defined by a ServiceResolver of ${service}: Consul refuses the object.`;
  return warning('dangling-target', message);
}

function elsewhere({ namespace, partition }: Element, target: SplitTarget): SplitWarning {
  const where = [
    ...(namespace === undefined ? [] : [`the Consul namespace ${namespace}`]),
    ...(partition === undefined ? [] : [`the partition ${partition}`]),
  ].join(' of ');
  const message = `${nameOfTarget(target)} is in ${where}, which only Consul Enterprise takes; what is there cannot be checked here.`;
  return warning('elsewhere', message);
}

function emptySubset(
  { service, subset }: Element,
  target: SplitTarget,
  namespace: string,
  catalogue: Catalogue,
): SplitWarning[] {
  const found = subsetsOf(catalogue, service, namespace).find(({ name }) => name === subset);
  if (found === undefined || target.workloads.length > 0) return [];
  const message =
    found.filter === null
      ? `What the subset ${found.name} selects cannot be told from its filter: ${found.expression}`
      : `The subset ${found.name} selects no pods that are known here (${found.expression}).`;
  return [warning('empty-subset', message)];
}

export function redirected(
  { service }: Element,
  namespace: string,
  { resolvers }: Catalogue,
): SplitWarning[] {
  const to = redirectOf(entryOf(resolvers, service, namespace));
  if (to === null) return [];
  return [warning('redirected', `A ServiceResolver sends requests for ${service} on to ${to}.`)];
}

/** A target without a subset goes through the splitter of its own service. */
export function splitAgain(
  { service, subset }: Element,
  { metadata }: KubeObject,
  { splittersByName }: Catalogue,
): SplitWarning[] {
  if (service === metadata.name || subset !== undefined || !splittersByName.has(service)) return [];
  return [
    warning(
      'split-again',
      `What comes to ${service} is shared out again by its own ServiceSplitter.`,
    ),
  ];
}

/** Telemetry names the subset that a request went to, not the route that sent it there. */
function sharedTelemetry({ routing, splitter }: Subject): SplitWarning[] {
  const { past } = routing;
  if (past.length === 0) return [];
  const routes = past.length === 1 ? `Route ${past.join('')}` : `Routes ${past.join(' and ')}`;
  const message =
    `${routes} of the ServiceRouter ${splitter.metadata.name} ${past.length === 1 ? 'leads' : 'lead'} to ` +
    'a subset past this split. Observed shares count those requests too.';
  return [warning('shared-telemetry', message)];
}
