import type { ServiceRouting } from './meshes/part';
import { indexRoutes, type RouteIndex } from './model/routing';

export type Routing = RouteIndex<ServiceRouting>;

/** What routing was in force when. */
export interface RouteHistory {
  /** Notes that these routes hold from a moment (epoch seconds) on. */
  add(routes: readonly ServiceRouting[], from: number): void;
  at(moment: number): Routing;
}

/** Keeps every change of routing; a moment before the first one has the first one's routes. */
export function createRouteHistory(first: readonly ServiceRouting[]): RouteHistory {
  const initial = indexRoutes(first);
  const changes: { readonly from: number; readonly routing: Routing }[] = [];
  return {
    add: (routes, from) => void changes.push({ from, routing: indexRoutes(routes) }),
    at: (moment) => changes.findLast(({ from }) => from <= moment)?.routing ?? initial,
  };
}
