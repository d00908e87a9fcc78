import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { SERVICE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { VIRTUAL_SERVICE } from '@/lib/mesh/app-mesh/kinds';
import { fieldsOf } from '@/lib/mesh/fields';

export const unprovidedService: Rule = {
  code: 'AP302',
  severity: 'note',
  title: 'A VirtualService has no provider',
  why: 'Nobody answers calls to it.',
  mend: 'Name a VirtualRouter or a VirtualNode as its provider.',
  link: SERVICE_PAGE,
  subjects: [VIRTUAL_SERVICE],
  reads: [],
  check: ({ spec }) => {
    const { virtualNode, virtualRouter } = fieldsOf(fieldsOf(spec)['provider']);
    if (virtualNode !== undefined || virtualRouter !== undefined) return [];
    return [at('/spec', 'There is no provider.')];
  },
};
