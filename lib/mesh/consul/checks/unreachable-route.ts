import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_ROUTER } from '@/lib/mesh/consul/kinds';
import { matchWords } from '@/lib/mesh/consul/match-words';
import { fieldsOf, listOf } from '@/lib/mesh/fields';

export const unreachableRoute: Rule = {
  code: 'CO302',
  severity: 'warning',
  title: 'A route stands behind one that takes the same requests',
  why: 'Routes are tried in their order, so that this one is never reached.',
  mend: 'Move the more general route to the end.',
  link: entryPage('service-router'),
  subjects: [SERVICE_ROUTER],
  reads: [],
  check: ({ spec }) => {
    const words = listOf(fieldsOf(spec)['routes']).map((route) =>
      matchWords(fieldsOf(route)['match']),
    );
    return words.flatMap((own, i) => {
      const earlier = words.findIndex((other, j) => j < i && (other === '' || other === own));
      if (earlier === -1) return [];
      return [at(`/spec/routes/${i}`, `Route ${earlier + 1} takes these requests before it.`)];
    });
  },
};
