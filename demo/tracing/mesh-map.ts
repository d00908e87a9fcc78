import { keyOf, shareCalls, workloadsByService } from '../model/routing';
import type { DemoCall, DemoService, DemoTopology, DemoWorkload } from '../model/types';
import { peersOf, type Peer } from './peer';

export interface OutgoingCall {
  readonly call: DemoCall;
  readonly service: DemoService;
  /** How often one request to the caller makes this call, on average. */
  readonly perRequest: number;
}

/** The topology in the shape in which a request walks through it. */
export interface MeshMap {
  /** Calls by `namespace/workload` of the caller. */
  readonly calls: ReadonlyMap<string, readonly OutgoingCall[]>;
  readonly workloads: ReadonlyMap<string, readonly DemoWorkload[]>;
  readonly byName: ReadonlyMap<string, DemoWorkload>;
  /** The pods of each workload, by `namespace/workload`. */
  readonly peers: ReadonlyMap<string, readonly Peer[]>;
  /** Callers that nobody calls, and clients outside the mesh: where requests begin. */
  readonly entries: readonly OutgoingCall[];
}

/** Reads the topology once, for many requests. */
export function mapMesh(topology: DemoTopology): MeshMap {
  const arrivals = arrivalsOf(topology);
  const services = new Map(topology.services.map((service) => [keyOf(service), service]));
  const calls = new Map<string, OutgoingCall[]>();
  const entries: OutgoingCall[] = [];
  for (const call of topology.calls) {
    const service = services.get(call.to);
    if (service === undefined || service.undeclared === true) continue;
    const arriving = arrivals.get(call.from ?? '') ?? 0;
    if (call.from === null || arriving === 0) {
      if (service.protocol !== 'tcp') entries.push({ call, service, perRequest: 1 });
      continue;
    }
    const outgoing = { call, service, perRequest: call.requestRate / arriving };
    calls.set(call.from, [...(calls.get(call.from) ?? []), outgoing]);
  }
  const byName = new Map(topology.workloads.map((workload) => [keyOf(workload), workload]));
  const peers = new Map(topology.workloads.map((each) => [keyOf(each), peersOf(each)]));
  return { calls, entries, byName, peers, workloads: workloadsByService(topology) };
}

/** Requests per second that reach each workload under the topology's own routes. */
function arrivalsOf(topology: DemoTopology): ReadonlyMap<string, number> {
  const arrivals = new Map<string, number>();
  shareCalls(topology, topology.routes).forEach(({ byWorkload, scale }, i) => {
    const call = topology.calls[i];
    const namespace = call?.to.split('/')[0] ?? '';
    for (const [workload, share] of byWorkload) {
      const key = `${namespace}/${workload}`;
      const rate = (call?.requestRate ?? 0) * scale * share;
      arrivals.set(key, (arrivals.get(key) ?? 0) + rate);
    }
  });
  return arrivals;
}
