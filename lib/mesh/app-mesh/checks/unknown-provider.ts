import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { SERVICE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { missingRef } from '@/lib/mesh/app-mesh/checks/references';
import { VIRTUAL_NODE, VIRTUAL_ROUTER, VIRTUAL_SERVICE } from '@/lib/mesh/app-mesh/kinds';
import { fieldsOf } from '@/lib/mesh/fields';

export const unknownProvider: Rule = {
  code: 'AP301',
  severity: 'error',
  title: 'A VirtualService is provided by something that does not exist',
  why: 'The controller waits for it and does not put the service in force.',
  mend: 'Correct the reference in provider, or create the VirtualRouter or VirtualNode.',
  link: SERVICE_PAGE,
  subjects: [VIRTUAL_SERVICE],
  reads: [VIRTUAL_NODE, VIRTUAL_ROUTER],
  check: (object, lookups) => {
    const { virtualNode, virtualRouter } = fieldsOf(fieldsOf(object.spec)['provider']);
    const node = fieldsOf(virtualNode)['virtualNodeRef'];
    const router = fieldsOf(virtualRouter)['virtualRouterRef'];
    const [noNode, noRouter] = [
      missingRef(object, node, VIRTUAL_NODE, lookups),
      missingRef(object, router, VIRTUAL_ROUTER, lookups),
    ];
    return [
      ...(noNode === null
        ? []
        : [at('/spec/provider/virtualNode', `There is no VirtualNode ${noNode}.`)]),
      ...(noRouter === null
        ? []
        : [at('/spec/provider/virtualRouter', `There is no VirtualRouter ${noRouter}.`)]),
    ];
  },
};
