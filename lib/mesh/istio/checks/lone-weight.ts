import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { routesOf } from '@/lib/mesh/istio/routes';

export const loneWeight: Rule = {
  code: 'IS109',
  severity: 'warning',
  title: 'An only destination has a weight other than 100',
  why: 'A lone destination gets every request whatever its weight says, so that a rest is sent nowhere else.',
  mend: 'Add the other destination, or leave the weight out.',
  link: networkingPage('virtual-service'),
  subjects: [VIRTUAL_SERVICE],
  reads: [],
  check: (object) =>
    routesOf(object).flatMap(({ kind, index, destinations }) => {
      const [only, ...others] = destinations;
      const weight = only?.weight ?? 100;
      if (others.length > 0 || weight === 100) return [];
      const message = `The weight ${weight} has no effect: this destination gets every request.`;
      return [at(`/spec/${kind}/${index}/route/0/weight`, message)];
    }),
};
