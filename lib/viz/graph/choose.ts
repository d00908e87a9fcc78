import type { HealthStatus, VizEdge, VizGraph, VizNode } from '@/lib/viz/graph/model';

/** What of a graph to show. */
export interface Choice {
  /** `unhealthy`: degraded and failing; `problems`: failing alone; each with the ends of its edges. */
  readonly show: 'all' | 'unhealthy' | 'problems';
  readonly idle: boolean;
  /** The node whose neighbourhood alone is shown; empty for all. */
  readonly focus: string;
  /** How many calls away from it, in either direction. */
  readonly hops: number;
  /** The id of the mesh whose nodes and calls alone are shown; empty for all. */
  readonly mesh: string;
}

/** What was chosen, and how much was left out for which reason. */
export interface Chosen<N extends VizNode, E extends VizEdge> extends VizGraph<N, E> {
  readonly hiddenIdle: number;
  readonly hiddenHealthy: number;
  readonly outsideFocus: number;
  readonly inOtherMeshes: number;
}

/** Chooses the nodes and edges to show. A focus that is not in the graph is ignored. */
export function chooseElements<N extends VizNode, E extends VizEdge>(
  graph: VizGraph<N, E>,
  choice: Choice,
): Chosen<N, E> {
  const ofMesh = choice.mesh === '' ? graph : onlyMesh(graph, choice.mesh);
  const active = choice.idle ? ofMesh : withoutIdle(ofMesh, choice.focus);
  const near = neighbourhood(active, choice.focus, choice.hops);
  const shown = choice.show === 'all' ? near : onlyBad(near, BAD[choice.show], choice.focus);
  return {
    ...shown,
    inOtherMeshes: graph.nodes.length - ofMesh.nodes.length,
    hiddenIdle: ofMesh.nodes.length - active.nodes.length,
    outsideFocus: active.nodes.length - near.nodes.length,
    hiddenHealthy: near.nodes.length - shown.nodes.length,
  };
}

const BAD: Readonly<Record<'unhealthy' | 'problems', readonly HealthStatus[]>> = {
  unhealthy: ['degraded', 'failing'],
  problems: ['failing'],
};

/** What a mesh reported, and the ends of its calls, whoever else knows them. */
function onlyMesh<N extends VizNode, E extends VizEdge>(
  { nodes, edges }: VizGraph<N, E>,
  mesh: string,
): VizGraph<N, E> {
  const own = edges.filter(({ meshes }) => meshes?.includes(mesh) === true);
  const ends = endsOf(own);
  return {
    nodes: nodes.filter(({ id, meshes }) => ends.has(id) || meshes?.includes(mesh) === true),
    edges: own,
  };
}

function withoutIdle<N extends VizNode, E extends VizEdge>(
  { nodes, edges }: VizGraph<N, E>,
  focus: string,
): VizGraph<N, E> {
  const busy = edges.filter(({ health }) => health.status !== 'idle');
  const ends = endsOf(busy);
  return {
    nodes: nodes.filter(
      ({ id, health }) => health.status !== 'idle' || ends.has(id) || id === focus,
    ),
    edges: busy,
  };
}

function onlyBad<N extends VizNode, E extends VizEdge>(
  { nodes, edges }: VizGraph<N, E>,
  bad: readonly HealthStatus[],
  focus: string,
): VizGraph<N, E> {
  const badEdges = edges.filter(({ health }) => bad.includes(health.status));
  const ends = endsOf(badEdges);
  return {
    nodes: nodes.filter(
      ({ id, health }) => bad.includes(health.status) || ends.has(id) || id === focus,
    ),
    edges: badEdges,
  };
}

function endsOf(edges: readonly VizEdge[]): ReadonlySet<string> {
  return new Set(edges.flatMap(({ source, target }) => [source, target]));
}

function neighbourhood<N extends VizNode, E extends VizEdge>(
  graph: VizGraph<N, E>,
  focus: string,
  hops: number,
): VizGraph<N, E> {
  if (!graph.nodes.some(({ id }) => id === focus)) return graph;
  let near: ReadonlySet<string> = new Set([focus]);
  for (let hop = 0; hop < hops; hop++) {
    const touching = graph.edges.filter(
      ({ source, target }) => near.has(source) || near.has(target),
    );
    near = new Set([...near, ...endsOf(touching)]);
  }
  return {
    nodes: graph.nodes.filter(({ id }) => near.has(id)),
    edges: graph.edges.filter(({ source, target }) => near.has(source) && near.has(target)),
  };
}
