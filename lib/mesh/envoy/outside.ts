import type { MeshNode } from '@/lib/domain/model';
import type { Call, Counted } from '@/lib/mesh/envoy/calls';
import { sum, type Rates } from '@/lib/mesh/envoy/outcomes';
import { unknownNode } from '@/lib/mesh/nodes';

/**
 * The share of a server's requests below which those of unknown callers are not told: proxies are scraped at
 * different moments, so that both accounts of the same requests differ a little while traffic changes.
 */
const NOISE = 0.05;

/** Failures that the caller's proxy made before the server got anything. */
const NEVER_SENT = ['UO', 'UF', 'UH'];

const NO_QUANTILES: Call['quantiles'] = new Map();

/** What reached one server, or several that callers cannot tell apart, and what its known callers sent. */
interface Balance {
  readonly target: MeshNode;
  readonly taken: Call[];
  readonly sent: Call[];
}

/**
 * The requests of callers that have no proxy, or none that is scraped: what a server's proxy took in, less
 * what the proxies of its callers say that they sent.
 *
 * @param frontsOf The service nodes that calls to a workload may be known by.
 */
export function outsideCalls(
  counted: Counted,
  frontsOf: (node: MeshNode) => readonly MeshNode[],
): readonly Call[] {
  return balances(counted, frontsOf).flatMap((balance) => {
    const codes = difference(balance, ({ codes: own }) => own);
    const [all, rest] = [total(balance.taken), sum(codes)];
    if (rest <= NOISE * all) return [];
    return [outsideCall(balance, codes)];
  });
}

function balances(
  { calls, taken }: Counted,
  frontsOf: (node: MeshNode) => readonly MeshNode[],
): readonly Balance[] {
  const sentTo = new Map<string, Call[]>();
  for (const call of calls.values()) {
    sentTo.set(call.target.id, [...(sentTo.get(call.target.id) ?? []), call]);
  }
  const found = new Map<string, Balance>();
  for (const call of taken.values()) {
    if (!call.hasRequests) continue;
    // Where callers only know the service, its servers are weighed together.
    const target = frontsOf(call.target).find(({ id }) => sentTo.has(id)) ?? call.target;
    const balance = found.get(target.id) ?? {
      target,
      taken: [],
      sent: [...(sentTo.get(target.id) ?? [])],
    };
    balance.taken.push(call);
    if (target !== call.target) balance.sent.push(...(sentTo.get(call.target.id) ?? []));
    found.set(target.id, balance);
  }
  return [...found.values()];
}

function outsideCall(balance: Balance, codes: Rates): Call {
  const { target, taken, sent } = balance;
  const [only, ...others] = taken;
  // The server's latency is of all its callers; it is theirs where there are no others.
  const isAlone = sent.length === 0 && others.length === 0;
  return {
    source: unknownNode(target.meshes[0] ?? ''),
    target,
    reporter: 'destination',
    hosts: new Set(),
    leavesMesh: false,
    isGrpc: false,
    hasRequests: true,
    codes,
    statuses: difference(balance, ({ statuses }) => statuses),
    flags: new Map(),
    retried: 0,
    figures: new Map(),
    quantiles: isAlone && only !== undefined ? only.quantiles : NO_QUANTILES,
  };
}

/** What is left of the servers' rates, name by name, adding up to what is left of their sum. */
function difference({ taken, sent }: Balance, ratesOf: (call: Call) => Rates): Rates {
  const left = new Map<string, number>();
  const add = (calls: readonly Call[], sign: number) => {
    for (const [name, rate] of calls.flatMap((call) => [...ratesOf(call)])) {
      left.set(name, (left.get(name) ?? 0) + sign * rate);
    }
  };
  add(taken, 1);
  const all = sum(left);
  add(sent, -1);
  const lost = sent.reduce((amount, call) => amount + neverSent(call, ratesOf(call)), 0);
  const sentInAll = sent.reduce((amount, call) => amount + sum(ratesOf(call)), 0);
  // A server takes in every try, of which its caller counts one.
  const again = sent.reduce((amount, { retried }) => amount + retried, 0);
  const rest = Math.max(0, all - (sentInAll - lost) - again);
  const positive = [...left].filter(([, rate]) => rate > 0);
  const spread = positive.reduce((amount, [, rate]) => amount + rate, 0);
  return new Map(positive.map(([name, rate]) => [name, (rate * rest) / spread]));
}

function neverSent({ flags }: Call, rates: Rates): number {
  const failed = NEVER_SENT.reduce((amount, flag) => amount + (flags.get(flag) ?? 0), 0);
  return Math.min(failed, sum(rates));
}

function total(calls: readonly Call[]): number {
  return calls.reduce((amount, { codes }) => amount + sum(codes), 0);
}
