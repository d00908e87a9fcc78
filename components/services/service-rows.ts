import type { Graph, GraphEdge, GraphNode } from '@/lib/contract/graph';
import type { ServicesPage } from '@/lib/contract/services-url';

/** One line of the list: a node with what its inbound edges say. */
export interface ServiceRow {
  readonly node: GraphNode;
  /** The slowest p95 among its callers; absent when no latency was measured. */
  readonly p95Ms: number | undefined;
  /** Share of its requests under mutual TLS, 0..1; absent when nobody can know. */
  readonly mtlsShare: number | undefined;
  /** The versions that answered, sorted. */
  readonly versions: readonly string[];
}

/**
 * The rows of a graph. `workloads`, where it is there, is the graph by workload: it tells which
 * versions are behind a service. A neighbour from a namespace that was not asked for is left out.
 */
export function serviceRows(
  graph: Graph,
  workloads: Graph | undefined,
  namespaces: readonly string[],
): readonly ServiceRow[] {
  const inbound = byTarget(graph.edges);
  const versions = workloads === undefined ? NO_VERSIONS : versionsByHost(workloads);
  return graph.nodes
    .filter(({ kind }) => kind === 'service' || kind === 'workload')
    .filter(({ namespace }) => namespaces.length === 0 || namespaces.includes(namespace))
    .map((node) => {
      const edges = inbound.get(node.id) ?? [];
      return {
        node,
        p95Ms: slowest(edges),
        mtlsShare: mtlsShareOf(edges),
        versions: versionsOf(node, versions),
      };
    });
}

/** The rows that pass the filter of the page. */
export function filterRows(
  rows: readonly ServiceRow[],
  { show, search }: Pick<ServicesPage, 'show' | 'search'>,
): readonly ServiceRow[] {
  const wanted = search.trim().toLowerCase();
  return rows.filter(({ node }) => {
    if (!`${node.namespace}/${node.name}`.toLowerCase().includes(wanted)) return false;
    const { status } = node.health;
    if (show === 'trouble') return status === 'failing' || status === 'degraded';
    return show === 'all' || (node.requestRate ?? node.bytesPerSecond ?? 0) > 0;
  });
}

const NO_VERSIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map();

function byTarget(edges: readonly GraphEdge[]): ReadonlyMap<string, readonly GraphEdge[]> {
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge.target);
    if (group === undefined) groups.set(edge.target, [edge]);
    else group.push(edge);
  }
  return groups;
}

function slowest(edges: readonly GraphEdge[]): number | undefined {
  const measured = edges.flatMap(({ p95Ms }) => (p95Ms === undefined ? [] : [p95Ms]));
  return measured.length === 0 ? undefined : Math.max(...measured);
}

function mtlsShareOf(edges: readonly GraphEdge[]): number | undefined {
  let [secured, all] = [0, 0];
  for (const { mtlsShare, requestRate, bytesPerSecond } of edges) {
    const weight = requestRate ?? bytesPerSecond ?? 0;
    if (mtlsShare === undefined) continue;
    secured += mtlsShare * weight;
    all += weight;
  }
  return all === 0 ? undefined : secured / all;
}

/** Versions of the workloads that were reached by each host, by `name.namespace`. */
function versionsByHost(graph: Graph): ReadonlyMap<string, ReadonlySet<string>> {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const versions = new Map<string, Set<string>>();
  for (const { hosts, target } of graph.edges) {
    const version = nodes.get(target)?.version;
    if (version === undefined) continue;
    for (const host of hosts) {
      const key = host.split('.').slice(0, 2).join('.');
      versions.set(key, (versions.get(key) ?? new Set()).add(version));
    }
  }
  return versions;
}

function versionsOf(
  { name, namespace, version }: GraphNode,
  byHost: ReadonlyMap<string, ReadonlySet<string>>,
): readonly string[] {
  if (version !== undefined) return [version];
  return [...(byHost.get(`${name}.${namespace}`) ?? [])].toSorted();
}
