import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, listOf, textOf, type Fields } from '@/lib/mesh/fields';
import { ruleWords, type RouteForm } from '@/lib/mesh/routes/match-words';

/** One entry of a route's `rules`. */
export interface RouteRule {
  readonly index: number;
  readonly name?: string | undefined;
  /** OR-ed, in words; empty when the rule takes everything. */
  readonly match: readonly string[];
  /** The entries of `matches` as written; none means everything. */
  readonly matches: readonly Fields[];
  /** The elements of `backendRefs` as written; a rule that redirects or answers itself has none. */
  readonly backends: readonly Fields[];
}

/** Reads the rules of a route. */
export function rulesOf(route: KubeObject, form: RouteForm): readonly RouteRule[] {
  return listOf(fieldsOf(route.spec)['rules'])
    .map(fieldsOf)
    .map((rule, index) => {
      const name = textOf(rule['name']);
      return {
        index,
        ...(name === undefined ? {} : { name }),
        match: ruleWords(form, rule['matches']),
        matches: listOf(rule['matches']).map(fieldsOf),
        backends: listOf(rule['backendRefs']).map(fieldsOf),
      };
    });
}
