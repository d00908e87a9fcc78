import type { KubeObject } from '@/lib/domain/kube-object';
import type { AppliedObject, NodeFacts, ObjectStore } from '@/lib/mesh/adapter';
import { USE_WAYPOINT, waypointFinder, type Waypoint } from '@/lib/mesh/ambient/waypoints';
import { fieldsOf, textsOf } from '@/lib/mesh/fields';
import { covers, fqdnOf } from '@/lib/mesh/hosts';
import { GATEWAY_NAME, isForWaypoint } from '@/lib/mesh/istio/gateway-labels';
import { SERVICE_ENTRY, TARGETED_KINDS } from '@/lib/mesh/istio/kinds';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { targetsOf, WAYPOINT_CLASS, type TargetReference } from '@/lib/mesh/istio/target-refs';
import { canSee } from '@/lib/mesh/policies/readable';

/** What attachment is judged by: the node, and the waypoints that stand before it. */
interface Surroundings {
  readonly node: NodeFacts;
  readonly hosts: readonly string[];
  /** The waypoint of a service of the node; null for none, undefined where nobody can tell. */
  readonly waypointOf: (service: string) => Waypoint | null | undefined;
  readonly entries: readonly KubeObject[];
  readonly waypointOfEntry: (entry: KubeObject) => Waypoint | null | undefined;
}

/**
 * Finds the objects that are attached by `targetRefs` to a node: to its own Gateway, to its Services and the
 * ServiceEntries of its hosts, and to the waypoints before these. What is attached to a Service that no waypoint
 * serves has no effect, and says so.
 *
 * @param hosts The hosts of the node, fully qualified.
 */
export function attachedTo(
  node: NodeFacts,
  hosts: readonly string[],
  objects: ObjectStore,
): readonly AppliedObject[] {
  const attached = TARGETED_KINDS.flatMap((kind) =>
    objects.list(kind).filter((object) => targetsOf(object).length > 0),
  );
  if (attached.length === 0) return [];
  const around = surroundingsOf(node, hosts, objects);
  return attached.flatMap((object) => {
    const [because] = targetsOf(object).flatMap((target) => reasonOf(object, target, around) ?? []);
    return because === undefined ? [] : [{ object, because }];
  });
}

function surroundingsOf(
  node: NodeFacts,
  hosts: readonly string[],
  objects: ObjectStore,
): Surroundings {
  const find = waypointFinder(objects);
  const unlessUnseen = (namespace: string, found: Waypoint | null) =>
    found ?? (canSee(objects, namespace) ? null : undefined);
  return {
    node,
    hosts,
    waypointOf: (service) => unlessUnseen(node.namespace, find(node.namespace, [service])),
    entries: objects.list(SERVICE_ENTRY).filter((entry) => isFor(entry, hosts)),
    waypointOfEntry: ({ metadata: { namespace = '', labels } }) => {
      const own = labels?.[USE_WAYPOINT];
      if (own === 'none') return null;
      if (own === undefined) return unlessUnseen(namespace, find(namespace, []));
      return { namespace: labels?.[`${USE_WAYPOINT}-namespace`] ?? namespace, name: own };
    },
  };
}

function isFor({ metadata, spec }: KubeObject, hosts: readonly string[]): boolean {
  const patterns = textsOf(fieldsOf(spec)['hosts']).map((host) =>
    fqdnOf(host, metadata.namespace ?? ''),
  );
  return hosts.some((host) => patterns.some((pattern) => covers(pattern, host)));
}

interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** Why a target makes an object apply, by group and kind of the target; null when it does not. */
const REASONS: ReadonlyMap<string, (target: Named, around: Surroundings) => string | null> =
  new Map([
    ['/Service', byService],
    ['networking.istio.io/ServiceEntry', byEntry],
    ['gateway.networking.k8s.io/Gateway', byGateway],
    ['gateway.networking.k8s.io/GatewayClass', byClass],
  ]);

/** A target is in the object's own namespace. */
function reasonOf(
  { metadata: { namespace = '' } }: KubeObject,
  { group, kind, name }: TargetReference,
  around: Surroundings,
): string | null {
  return REASONS.get(`${group}/${kind}`)?.({ namespace, name }, around) ?? null;
}

function byService({ namespace, name }: Named, { node, waypointOf }: Surroundings): string | null {
  const isOurs = namespace === node.namespace && node.services.includes(name);
  return isOurs ? wordsOf(`Service ${name}`, waypointOf(name)) : null;
}

function byEntry(
  { namespace, name }: Named,
  { entries, waypointOfEntry }: Surroundings,
): string | null {
  const entry = entries.find(
    ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
  );
  return entry === undefined ? null : wordsOf(`ServiceEntry ${name}`, waypointOfEntry(entry));
}

function byGateway({ namespace, name }: Named, around: Surroundings): string | null {
  const { node } = around;
  const isOwn = node.podLabels.some((labels) => labels[GATEWAY_NAME] === name);
  if (isOwn && namespace === node.namespace) return `It is attached to the Gateway ${name}.`;
  const isBefore = waypointsBefore(around).some(
    (each) => each.namespace === namespace && each.name === name,
  );
  return isBefore ? `It is attached to the waypoint ${name}, which calls go through.` : null;
}

function byClass({ namespace, name }: Named, around: Surroundings): string | null {
  if (namespace !== ROOT_NAMESPACE || name !== WAYPOINT_CLASS) return null;
  const isWaypoint = around.node.podLabels.some(isForWaypoint);
  const [first] = waypointsBefore(around);
  if (first === undefined) return isWaypoint ? 'It is for all waypoints of the mesh.' : null;
  return `It is for all waypoints of the mesh, and calls go through ${first.name}.`;
}

function waypointsBefore({
  node,
  waypointOf,
  entries,
  waypointOfEntry,
}: Surroundings): readonly Waypoint[] {
  return [...node.services.map(waypointOf), ...entries.map(waypointOfEntry)].flatMap(
    (waypoint) => waypoint ?? [],
  );
}

function wordsOf(target: string, waypoint: Waypoint | null | undefined): string {
  if (waypoint === undefined) return `It is attached to the ${target}, for its waypoint.`;
  if (waypoint === null) {
    return `It is attached to the ${target}, but no waypoint stands before it to read it.`;
  }
  return `It is attached to the ${target}, for the waypoint ${waypoint.name}.`;
}
