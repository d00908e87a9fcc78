import type { KubeObject } from '@/lib/domain/kube-object';
import type { TargetRef } from '@/lib/domain/split';
import { fieldsOf, listOf, numberOf, textOf, textsOf, type Fields } from '@/lib/mesh/fields';
import { combine } from '@/lib/mesh/conditions';
import type { Cluster } from '@/lib/mesh/istio/cluster';
import { gatewayWords, matchWords } from '@/lib/mesh/istio/match-words';

export const ROUTE_KINDS = ['http', 'tcp', 'tls'] as const;
export type RouteKind = (typeof ROUTE_KINDS)[number];

/** One entry of `spec.http`, `spec.tcp` or `spec.tls` that sends traffic to destinations. */
export interface Route {
  readonly kind: RouteKind;
  readonly index: number;
  readonly name?: string | undefined;
  readonly match: readonly string[];
  readonly destinations: readonly Destination[];
}

/** A destination as written. */
export interface Destination extends TargetRef {
  readonly weight: number | null;
}

/** Whom a VirtualService speaks for, and what leads to it before its own matches do. */
export interface Audience {
  readonly hosts: readonly string[];
  /** OR-ed, in words; empty for everything. */
  readonly match: readonly string[];
}

/** Reads the routes of a VirtualService; redirects, delegations and direct answers have none. */
export function routesOf(virtualService: KubeObject): readonly Route[] {
  const spec = fieldsOf(virtualService.spec);
  return ROUTE_KINDS.flatMap((kind) =>
    listOf(spec[kind])
      .map(fieldsOf)
      .flatMap((route, index) => {
        const destinations = listOf(route['route']).map((entry) => destinationOf(fieldsOf(entry)));
        if (destinations.length === 0) return [];
        const match = matchWords(route['match']);
        return [{ kind, index, name: textOf(route['name']), match, destinations }];
      }),
  );
}

/** Reads one element of a `route` array. A destination without a host has the host ''. */
export function destinationOf(element: Fields): Destination {
  const destination = fieldsOf(element['destination']);
  const subset = textOf(destination['subset']);
  const port = numberOf(fieldsOf(destination['port'])['number']);
  return {
    host: textOf(destination['host']) ?? '',
    ...(subset === undefined ? {} : { subset }),
    ...(port === undefined ? {} : { port }),
    weight: numberOf(element['weight']) ?? null,
  };
}

/**
 * Finds whom a VirtualService speaks for: its own hosts or, when it has none, those of the
 * VirtualServices that delegate to it, under the conditions of the routes that do.
 */
export function audienceOf(virtualService: KubeObject, cluster: Cluster): Audience {
  const spec = fieldsOf(virtualService.spec);
  const hosts = textsOf(spec['hosts']);
  if (hosts.length > 0) return { hosts, match: gatewayWords(textsOf(spec['gateways'])) };

  const roots = cluster.virtualServices.flatMap((root) => {
    const routes = listOf(fieldsOf(root.spec)['http']).map(fieldsOf);
    const matches = routes
      .filter((route) => delegatesTo(route, root, virtualService))
      .map((route) => matchWords(route['match']));
    return matches.length === 0 ? [] : [{ root, matches }];
  });
  return {
    hosts: [...new Set(roots.flatMap(({ root }) => textsOf(fieldsOf(root.spec)['hosts'])))],
    match: roots.flatMap(({ root, matches }) => {
      const gateways = gatewayWords(textsOf(fieldsOf(root.spec)['gateways']));
      return matches.flatMap((match) => combine(match, gateways));
    }),
  };
}

function delegatesTo(route: Fields, root: KubeObject, target: KubeObject): boolean {
  const delegate = fieldsOf(route['delegate']);
  const namespace = textOf(delegate['namespace']) ?? root.metadata.namespace;
  return (
    textOf(delegate['name']) === target.metadata.name && namespace === target.metadata.namespace
  );
}
