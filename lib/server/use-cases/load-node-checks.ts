import 'server-only';
import type { AppliedFindingsDto, NodeChecks } from '@/lib/contract/checks';
import type { Finding } from '@/lib/domain/finding';
import { countFindings, worstFirst } from '@/lib/domain/finding-counts';
import { groupBy } from '@/lib/domain/group-by';
import { objectId } from '@/lib/domain/object-ref';
import type { AppliedNode } from '@/lib/mesh/applied/applied-objects';
import type { Identity } from '@/lib/server/access/identity';
import type { AppliedFindings } from '@/lib/server/checks/kept-checks';
import { loadObjects } from '@/lib/server/objects/load-objects';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';
import { checksKeyFor } from '@/lib/server/use-cases/load-checks';

/** Findings that are named at one node; the worst. */
const MAX_AT_ONE = 20;

/**
 * To which nodes of the readable namespaces the objects apply in which something is wrong. Found for all nodes at
 * once, by one who asks for all who may read the same, and again only where something has changed.
 */
export async function loadNodeChecks(
  rt: Runtime,
  identity: Identity,
  signal: AbortSignal,
): Promise<NodeChecks> {
  const scope = await scopeFor(rt, identity, signal);
  const { store, reach, source, warnings } = await loadObjects(rt, identity, scope, signal);
  const applied = await rt.caches.checks.applied(checksKeyFor(identity, scope), store, reach);
  return {
    at: rt.now(),
    ...shapeOf(applied),
    sources: [source],
    warnings: [...scope.warnings, ...warnings],
  };
}

type Shape = Pick<NodeChecks, 'nodes' | 'namespaces' | 'findings'>;

/** Told to everybody who asks until something changes. */
const SHAPES = new WeakMap<readonly AppliedNode[], Shape>();

function shapeOf(applied: AppliedFindings): Shape {
  const known = SHAPES.get(applied.nodes);
  if (known !== undefined) return known;
  const shape = shaped(applied);
  SHAPES.set(applied.nodes, shape);
  return shape;
}

function shaped({ findings: all, nodes }: AppliedFindings): Shape {
  const listed = new Map<Finding, number>();
  const byObject = groupBy(all, ({ object }) => objectId(object));
  const foundIn = (ids: Iterable<string>) =>
    worstFirst([...ids].flatMap((id) => byObject.get(id) ?? []));
  const shownNodes = nodes.map(({ kind, namespace, name, objects }) => ({
    ...{ kind, namespace, name },
    ...countsAt(foundIn(objects), listed),
  }));
  const namespaces = [...objectsByNamespace(all, nodes)].map(([namespace, ids]) => ({
    namespace,
    ...countsAt(foundIn(ids), listed),
  }));
  const findings = [...listed.keys()].map((each) => ({ ...each, related: [...each.related] }));
  return { nodes: shownNodes, namespaces, findings };
}

/** How much was found, and where the worst of it stands among those that are listed. */
function countsAt(found: readonly Finding[], listed: Map<Finding, number>): AppliedFindingsDto {
  const places = found.slice(0, MAX_AT_ONE).map((finding) => {
    const place = listed.get(finding) ?? listed.size;
    listed.set(finding, place);
    return place;
  });
  return { ...countFindings(found), findings: places };
}

/** Objects that are in a namespace or apply to its nodes, by id. */
function objectsByNamespace(
  findings: readonly Finding[],
  nodes: readonly AppliedNode[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const pairs = [
    ...findings.map(({ object }) => [homeOf(object), objectId(object)] as const),
    ...nodes.flatMap(({ namespace, objects }) => objects.map((id) => [namespace, id] as const)),
  ].filter(([namespace]) => namespace !== '');
  const groups = groupBy(pairs, ([namespace]) => namespace);
  return new Map(
    [...groups].map(([namespace, own]) => [namespace, new Set(own.map(([, id]) => id))]),
  );
}

function homeOf({ group, kind, namespace, name }: Finding['object']): string {
  return group === '' && kind === 'Namespace' ? name : namespace;
}
