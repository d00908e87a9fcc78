import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { backendsOf } from '@/lib/mesh/app-mesh/checks/backends-of-node';
import { NODE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { missingRef } from '@/lib/mesh/app-mesh/checks/references';
import { VIRTUAL_NODE, VIRTUAL_SERVICE } from '@/lib/mesh/app-mesh/kinds';

export const unknownBackend: Rule = {
  code: 'AP203',
  severity: 'error',
  title: 'A VirtualNode calls a VirtualService that does not exist',
  why: 'The controller waits for the service and does not put the node in force.',
  mend: 'Correct virtualServiceRef, or create the VirtualService.',
  link: NODE_PAGE,
  subjects: [VIRTUAL_NODE],
  reads: [VIRTUAL_SERVICE],
  check: (object, lookups) =>
    backendsOf(object).flatMap(({ ref, path }) => {
      const key = missingRef(object, ref, VIRTUAL_SERVICE, lookups);
      return key === null ? [] : [at(path, `There is no VirtualService ${key}.`)];
    }),
};
