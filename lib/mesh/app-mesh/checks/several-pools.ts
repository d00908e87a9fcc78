import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { NODE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { VIRTUAL_GATEWAY, VIRTUAL_NODE } from '@/lib/mesh/app-mesh/kinds';
import { fieldsOf, listOf } from '@/lib/mesh/fields';

export const severalPools: Rule = {
  code: 'AP204',
  severity: 'error',
  title: 'A listener has connection pools of several protocols',
  why: 'The controller refuses it: a listener speaks one protocol.',
  mend: 'Keep the pool of the protocol in portMapping.',
  link: NODE_PAGE,
  subjects: [VIRTUAL_NODE, VIRTUAL_GATEWAY],
  reads: [],
  check: ({ spec }) =>
    listOf(fieldsOf(spec)['listeners']).flatMap((listener, i) => {
      const pools = Object.keys(fieldsOf(fieldsOf(listener)['connectionPool']));
      if (pools.length < 2) return [];
      return [at(`/spec/listeners/${i}/connectionPool`, `There are ${pools.join(' and ')}.`)];
    }),
};
