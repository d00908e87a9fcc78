import type { Rule } from '@/lib/mesh/checks/rule';
import { DIRECTORY_READS, targetViolations } from '@/lib/mesh/app-mesh/checks/directory-view';
import { ROUTE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';

export const unknownNode: Rule = {
  code: 'AP101',
  severity: 'error',
  title: 'A route leads to a VirtualNode that does not exist',
  why: 'The controller waits for the node and does not put the router in force.',
  mend: 'Correct virtualNodeRef, or create the VirtualNode.',
  link: ROUTE_PAGE,
  subjects: [VIRTUAL_ROUTER],
  reads: DIRECTORY_READS,
  check: (object, lookups) => targetViolations(object, lookups, 'dangling-target'),
};
