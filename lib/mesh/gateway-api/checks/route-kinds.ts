import type { KubeObject } from '@/lib/domain/kube-object';
import type { KindRef } from '@/lib/mesh/checks/rule';
import { ROUTE_KINDS } from '@/lib/mesh/gateway-api/kinds';
import type { RouteForm } from '@/lib/mesh/routes/match-words';

/** Every kind of route. */
export const ROUTES: readonly KindRef[] = ROUTE_KINDS.map(([kind]) => kind);

/** What the rules of a route look at, by its kind. */
export function formOf({ kind }: KubeObject): RouteForm {
  return ROUTE_KINDS.find(([route]) => route.kind === kind)?.[1] ?? 'http';
}
