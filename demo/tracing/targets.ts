import { keyOf, routeFor } from '../model/routing';
import type { ServiceRouting } from '../meshes/part';
import type { DemoService } from '../model/types';
import type { OutgoingCall } from './mesh-map';
import type { Peer } from './peer';
import { peerOf, type State } from './story-state';

/** Who answers a call. */
export interface Target {
  readonly peer: Peer | undefined;
  readonly subset: string;
}

/** Picks a pod by the routes in force for a caller; clients outside of every mesh have no proxy. */
export function pickTarget(
  state: State,
  caller: Peer | undefined,
  { service, call }: OutgoingCall,
): Target {
  const { map, routing, random } = state;
  const key = keyOf(service);
  const workloads = map.workloads.get(key) ?? [];
  const route = routeFor(routing, key, caller?.workload.mesh ?? null);
  const withHeader = random() < (call.headerShare ?? 0);
  const shares = Object.entries(sharesFor(route, withHeader));
  if (shares.length === 0) {
    const peers = workloads.flatMap((workload) => map.peers.get(keyOf(workload)) ?? []);
    return { peer: peers[Math.floor(random() * peers.length)], subset: '' };
  }
  const version = pickShare(shares, random());
  const workload = workloads.find((each) => each.version === version);
  const subset = route?.subsets[version] ?? '';
  return { subset, peer: workload && peerOf(state, workload) };
}

type Shares = Readonly<Record<string, number>>;

function sharesFor(route: ServiceRouting | undefined, withHeader: boolean): Shares {
  if (route === undefined) return {};
  return withHeader && Object.keys(route.header).length > 0 ? route.header : route.rest;
}

function pickShare(shares: readonly (readonly [string, number])[], at: number): string {
  let left = at;
  return (shares.find(([, share]) => (left -= share) <= 0) ?? shares.at(-1))?.[0] ?? '';
}

/** A path such as the service is called at. */
export function pathOf({ random }: State, { name, protocol }: DemoService): string {
  if (protocol === 'grpc') return `/shop.v1.${name.charAt(0).toUpperCase()}${name.slice(1)}/List`;
  return `/${name}/${String(Math.floor(random() * 900) + 100)}`;
}
