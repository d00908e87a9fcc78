import type { Rule } from '@/lib/mesh/checks/rule';
import { DIRECTORY_READS, targetViolations } from '@/lib/mesh/app-mesh/checks/directory-view';
import { NODE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';

export const emptyTarget: Rule = {
  code: 'AP104',
  severity: 'warning',
  title: 'A route leads to a VirtualNode that selects no pods',
  why: 'There is nobody to answer: requests for this target fail.',
  mend: 'Correct podSelector of the VirtualNode, or deploy what is missing.',
  link: NODE_PAGE,
  subjects: [VIRTUAL_ROUTER],
  reads: DIRECTORY_READS,
  check: (object, lookups) => targetViolations(object, lookups, 'empty-subset'),
};
