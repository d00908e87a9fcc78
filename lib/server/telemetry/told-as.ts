import 'server-only';
import { parseEdgeId, parseNodeId, type GraphView } from '@/lib/domain/model';
import type { Runtime } from '@/lib/server/runtime';
import { knownCalls } from '@/lib/server/telemetry/calls';

/** The window of the graph that nearly everybody has open, so that its edges are at hand. */
const WINDOW_SECONDS = 300;

/**
 * Gives the id by which a call is counted. One from a mesh into another may lead to a node that the caller's
 * mesh, which counts it, does not know; see `joinCrossings`. Without the graph, the call is as it is.
 */
export async function toldAs(rt: Runtime, edge: string, signal: AbortSignal): Promise<string> {
  const view = viewOf(edge);
  if (view === null) return edge;
  const calls = await knownCalls(rt, { windowSeconds: WINDOW_SECONDS, view }, signal);
  const edges = calls?.edges ?? [];
  return edges.find(({ id }) => id === edge)?.toldAs ?? edge;
}

/** The view that has such an edge; a service is the same to every mesh, so that none needs to be asked. */
function viewOf(edge: string): GraphView | null {
  const kind = parseNodeId(parseEdgeId(edge)?.target ?? '')?.kind;
  return kind === 'workload' || kind === 'app' ? kind : null;
}
