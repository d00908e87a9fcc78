import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { backendsOf } from '@/lib/mesh/app-mesh/checks/backends-of-node';
import { NODE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { VIRTUAL_NODE } from '@/lib/mesh/app-mesh/kinds';

export const repeatedBackend: Rule = {
  code: 'AP202',
  severity: 'error',
  title: 'A VirtualNode names the same backend twice',
  why: 'The controller refuses the node: what was in force before stays so.',
  mend: 'Remove one of the two.',
  link: NODE_PAGE,
  subjects: [VIRTUAL_NODE],
  reads: [],
  check: (object) => {
    const backends = backendsOf(object);
    const keys = backends.map(({ key }) => key);
    return backends.flatMap(({ key, path }, i) =>
      keys.indexOf(key) === i ? [] : [at(path, `The backend ${key} is there twice.`)],
    );
  },
};
