import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { matchWords } from '@/lib/mesh/istio/match-words';

export const repeatedMatch: Rule = {
  code: 'IS108',
  severity: 'warning',
  title: 'A match repeats one of an earlier route',
  why: 'The earlier route has taken these requests already, so that this match has no effect.',
  mend: 'Remove it, or correct what it asks for.',
  link: analysisPage('IST0131'),
  subjects: [VIRTUAL_SERVICE],
  reads: [],
  check: ({ spec }) => {
    const seen = new Map<string, number>();
    return listOf(fieldsOf(spec)['http']).flatMap((route, i) =>
      listOf(fieldsOf(route)['match']).flatMap((entry, j) => {
        const [words] = matchWords([entry]);
        if (words === undefined) return [];
        const earlier = seen.get(words);
        if (earlier === undefined) seen.set(words, i);
        if (earlier === undefined || earlier === i) return [];
        const message = `Route ${earlier + 1} has asked for the same before (${words}).`;
        return [at(`/spec/http/${i}/match/${j}`, message)];
      }),
    );
  },
};
