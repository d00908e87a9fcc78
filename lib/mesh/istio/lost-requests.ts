import { flagsOf, isClientDisconnect, isErrorClass } from '@/lib/domain/error-class';
import type { CodeRate, Reporter } from '@/lib/domain/model';
import {
  chosenReporter,
  edgeAt,
  isHost,
  tallyOf,
  type Place,
  type RequestEdge,
  type RequestEdges,
} from '@/lib/mesh/edge-set';

type Outcome = Omit<CodeRate, 'rate' | 'error'>;

/** Requests that ended at the client's proxy, or at a waypoint, without an answer of the server. */
export interface LostRequests extends Place {
  /** Whose account it is. */
  readonly reporter: Reporter;
  readonly outcome: Outcome;
  /** Per second. */
  readonly rate: number;
}

/** Retries ran out: where the client can name who answered last, that answer was the server's own. */
const ANSWERED: ReadonlySet<string> = new Set(['URX']);

/**
 * The client's proxy sent the request and then gave up or lost the connection: upstream timeout,
 * connection termination, remote and local reset, protocol error, stream limits. If the server got
 * it, its proxy counted it as a caller that hung up (`DC`), which is not an error there.
 */
const MAY_HAVE_ARRIVED: ReadonlySet<string> = new Set([
  'UT',
  'UC',
  'UR',
  'LR',
  'UPE',
  'SI',
  'UMSDR',
]);

/**
 * Whether a client's account cannot be the other half of a server's: its own proxy failed the request
 * (a flag, or no response), or its caller hung up before the server could say who it is.
 */
export function isClientsAlone(outcome: Outcome, { protocol, isNamed }: Place): boolean {
  if (!isErrorClass({ ...outcome, protocol })) return !isNamed && isClientDisconnect(outcome.flags);
  const flags = flagsOf(outcome.flags);
  return outcome.httpCode === '0' || flags.some((flag) => !isNamed || !ANSWERED.has(flag));
}

/**
 * Adds the failures that only clients know of to the edges, so that none is missed and none is
 * counted twice.
 *
 *     client says     server says    the edge gets
 *     503 UF    2/s   –              2/s errors on top of what the server counted: they never arrived
 *     504 UT    3/s   0 DC     3/s   3/s errors in place of its 3/s "caller hung up": the same requests
 *     504 UT    3/s   0 DC     1/s   1/s exchanged, 2/s on top: those the server did not count
 *     503 URX   1/s   503 -    1/s   nothing: the server counted the last attempt
 *                                   (but as UF where the client cannot name a server)
 *
 * Where the client could not name the workload, the failures go to the only one that is known behind
 * the host. When there are several, or none, nobody can say which would have answered: they stay on
 * an edge to the service itself, and "caller hung up" is exchanged on the caller's edges in
 * proportion. Edges that have only the client's account simply get them back.
 */
export function settleLost(edges: RequestEdges, lost: readonly LostRequests[]): void {
  const behind = targetsBehindHosts(edges);
  const served = serversAccounts(edges);
  for (const requests of lost) {
    const siblings = siblingsOf(served, requests);
    const rest = requests.rate - takeCounted(siblings, requests);
    if (rest > 0) add(edgeAt(edges, homeOf(requests, behind)), requests, rest);
  }
}

/** How many of these requests, per second, a server has counted already; see `settleLost`. */
function takeCounted(siblings: readonly RequestEdge[], requests: LostRequests): number {
  const { outcome, protocol, rate, reporter } = requests;
  // Nothing is counted behind a waypoint: its account is the only one.
  if (reporter === 'waypoint') return 0;
  if (!isErrorClass({ ...outcome, protocol })) return siblings.length > 0 ? rate : 0;
  return mayHaveArrived(requests) ? takeHungUp(siblings, requests) : 0;
}

function mayHaveArrived({ outcome }: LostRequests): boolean {
  return flagsOf(outcome.flags).some((flag) => MAY_HAVE_ARRIVED.has(flag));
}

/** The edges that a server reports, by caller. */
function serversAccounts(edges: RequestEdges): ReadonlyMap<string, readonly RequestEdge[]> {
  const byCaller = new Map<string, RequestEdge[]>();
  for (const edge of edges.values()) {
    if (!isServersAccount(edge)) continue;
    byCaller.set(edge.source.id, [...(byCaller.get(edge.source.id) ?? []), edge]);
  }
  return byCaller;
}

/** The caller's edges of the same protocol that a server reports: to the target, or by the host. */
function siblingsOf(
  served: ReadonlyMap<string, readonly RequestEdge[]>,
  { source, target, protocol, host }: LostRequests,
): readonly RequestEdge[] {
  const isByHost = (edge: RequestEdge) =>
    isHost(target) && host !== undefined && edge.hosts.has(host);
  return (served.get(source.id) ?? []).filter(
    (edge) => edge.protocol === protocol && (edge.target.id === target.id || isByHost(edge)),
  );
}

function isServersAccount(edge: RequestEdge): boolean {
  const reporter = chosenReporter(edge);
  return reporter === 'destination' || reporter === 'waypoint';
}

/** Turns requests that callers hung up on into the client's failure. Gives how many per second. */
function takeHungUp(siblings: readonly RequestEdge[], requests: LostRequests): number {
  const tallies = siblings.map((edge) => tallyOf(edge, chosenReporter(edge) ?? 'source'));
  const hungUp = tallies.reduce((total, tally) => total + tally.hungUp, 0);
  if (hungUp === 0) return 0;
  const share = Math.min(requests.rate / hungUp, 1);
  for (const [i, tally] of tallies.entries()) {
    const own = tally.hungUp * share;
    const edge = siblings[i];
    if (own === 0 || edge === undefined) continue;
    tally.removeHungUp(share);
    tally.add(requests.outcome, own, edge.protocol);
  }
  return hungUp * share;
}

function add(edge: RequestEdge, requests: LostRequests, rate: number): void {
  const { outcome, protocol, reporter } = requests;
  tallyOf(edge, chosenReporter(edge) ?? reporter).add(outcome, rate, protocol);
}

/** Where failures are shown: at their target or, when that is a mere host, at what it leads to. */
function homeOf(requests: LostRequests, behind: ReadonlyMap<string, Place['target'][]>): Place {
  const { target, host } = requests;
  const [only, ...others] = behind.get(host ?? '') ?? [];
  if (!isHost(target) || only === undefined || others.length > 0) return requests;
  return { ...requests, target: only };
}

/** The workloads or apps that servers say requests for a host reach. */
function targetsBehindHosts(edges: RequestEdges): ReadonlyMap<string, Place['target'][]> {
  const behind = new Map<string, Place['target'][]>();
  for (const edge of edges.values()) {
    if (isHost(edge.target) || !isServersAccount(edge)) continue;
    for (const host of edge.hosts) {
      const targets = behind.get(host) ?? [];
      if (!targets.some(({ id }) => id === edge.target.id))
        behind.set(host, [...targets, edge.target]);
    }
  }
  return behind;
}
