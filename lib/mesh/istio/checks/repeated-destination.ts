import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { routesOf } from '@/lib/mesh/istio/routes';
import { keyOf, nameOfTarget } from '@/lib/mesh/target-list';

export const repeatedDestination: Rule = {
  code: 'IS111',
  severity: 'warning',
  title: 'A route names the same destination twice',
  why: 'Their weights add up, which the object does not show.',
  mend: 'Merge them, or correct the subset of one.',
  link: networkingPage('virtual-service'),
  subjects: [VIRTUAL_SERVICE],
  reads: [],
  check: (object) =>
    routesOf(object).flatMap(({ kind, index, destinations }) => {
      const keys = destinations.map(keyOf);
      return destinations.flatMap((destination, i) => {
        const first = keys.indexOf(keys[i] ?? '');
        if (first === i) return [];
        const message = `${nameOfTarget(destination)} is destination ${first + 1} already.`;
        return [at(`/spec/${kind}/${index}/route/${i}`, message)];
      });
    }),
};
