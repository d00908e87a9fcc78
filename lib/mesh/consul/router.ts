import type { KubeObject } from '@/lib/domain/kube-object';
import { matchWords } from '@/lib/mesh/consul/match-words';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';

/** What a service's ServiceRouter does before its splitter comes into play. */
export interface Routing {
  /** What leads to the splitter, OR-ed; empty when everything (else) does. */
  readonly match: readonly string[];
  /** The route, counted from 1, that takes everything elsewhere, so that nothing reaches the splitter. */
  readonly shadowedBy: number | null;
  /** Routes, counted from 1, that lead to a subset of the same service, past the splitter. */
  readonly past: readonly number[];
}

const NO_ROUTER: Routing = { match: [], shadowedBy: null, past: [] };

/**
 * Reads how requests for a service come to its splitter. Routes are tried in order; behind the last of them
 * Consul adds one that takes everything else to the splitter. A route that names a subset passes it by.
 */
export function routingOf(service: string, router: KubeObject | undefined): Routing {
  if (router === undefined) return NO_ROUTER;
  const all = listOf(fieldsOf(router.spec)['routes']).map((route) => readRoute(route, service));
  const last = all.findIndex(({ words }) => words === '');
  const reached = last === -1 ? all : all.slice(0, last + 1);
  const leading = reached
    .filter(({ goes }) => goes === 'to the splitter')
    .map(({ words }) => words);
  const past = reached.flatMap(({ goes }, i) => (goes === 'past it' ? [i + 1] : []));
  const takesAll = last === -1 || leading.includes('');
  return {
    match: takesAll ? [] : leading,
    shadowedBy: takesAll || leading.length > 0 ? null : last + 1,
    past,
  };
}

interface Route {
  readonly words: string;
  readonly goes: 'to the splitter' | 'past it' | 'elsewhere';
}

function readRoute(route: unknown, service: string): Route {
  const { match, destination } = fieldsOf(route);
  const to = fieldsOf(destination);
  const isOwn =
    (textOf(to['service']) ?? service) === service &&
    textOf(to['namespace']) === undefined &&
    textOf(to['partition']) === undefined;
  const isSubset = textOf(to['serviceSubset']) !== undefined;
  const goes = isOwn ? (isSubset ? 'past it' : 'to the splitter') : 'elsewhere';
  return { words: matchWords(match), goes };
}
