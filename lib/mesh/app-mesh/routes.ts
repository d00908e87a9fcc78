import type { KubeObject } from '@/lib/domain/kube-object';
import type { TargetRef } from '@/lib/domain/split';
import { matchWords } from '@/lib/mesh/app-mesh/match-words';
import { fieldsOf, listOf, numberOf, textOf, type Fields } from '@/lib/mesh/fields';

/** The fields of a route that may hold its targets, and what each of them carries. */
export const ROUTE_FIELDS = {
  httpRoute: 'http',
  http2Route: 'http',
  grpcRoute: 'grpc',
  tcpRoute: 'tcp',
} as const;
export type RouteField = keyof typeof ROUTE_FIELDS;

/** One route of a VirtualRouter. */
export interface Route {
  readonly index: number;
  readonly field: RouteField;
  readonly name: string;
  /** Null when it asks for nothing. */
  readonly match: string | null;
  /** Lower is tried first; absent means by how specific the match is. */
  readonly priority?: number | undefined;
  readonly targets: readonly Weighted[];
}

/** A target as written. */
export interface Weighted extends TargetRef {
  readonly weight: number | null;
}

/** Reads the routes of a VirtualRouter that send traffic to targets. */
export function routesOf({ spec }: KubeObject): readonly Route[] {
  return listOf(fieldsOf(spec)['routes'])
    .map(fieldsOf)
    .flatMap((route, index) =>
      Object.keys(ROUTE_FIELDS)
        .filter(isRouteField)
        .filter((field) => route[field] !== undefined)
        .map((field) => routeOf(route, index, field)),
    )
    .filter(({ targets }) => targets.length > 0);
}

function isRouteField(field: string): field is RouteField {
  return field in ROUTE_FIELDS;
}

function routeOf(route: Fields, index: number, field: RouteField): Route {
  const { match, action } = fieldsOf(route[field]);
  const priority = numberOf(route['priority']);
  return {
    index,
    field,
    name: textOf(route['name']) ?? String(index),
    match: matchWords(match),
    ...(priority === undefined ? {} : { priority }),
    targets: listOf(fieldsOf(action)['weightedTargets']).map((each) => weightedOf(fieldsOf(each))),
  };
}

/**
 * Reads one target. Its host is the VirtualNode's name, with its namespace where one is written; a target by
 * ARN is in another account or cluster, and its host is the ARN.
 */
export function weightedOf(element: Fields): Weighted {
  const { name, namespace } = fieldsOf(element['virtualNodeRef']);
  const [node, within] = [textOf(name), textOf(namespace)];
  const host = node === undefined ? (textOf(element['virtualNodeARN']) ?? '') : node;
  const port = numberOf(element['port']);
  return {
    host: within === undefined ? host : `${host}.${within}`,
    ...(port === undefined ? {} : { port }),
    weight: numberOf(element['weight']) ?? null,
  };
}

/** The `namespace/name` of the VirtualNode that a host names; null for an ARN. */
export function nodeKeyOf(host: string, own: string): string | null {
  if (host.startsWith('arn:')) return null;
  const [name = '', namespace] = host.split('.');
  return `${namespace ?? own}/${name}`;
}
