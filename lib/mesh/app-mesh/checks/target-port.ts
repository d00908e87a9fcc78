import type { Rule } from '@/lib/mesh/checks/rule';
import { DIRECTORY_READS, targetViolations } from '@/lib/mesh/app-mesh/checks/directory-view';
import { ROUTE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';

export const targetPort: Rule = {
  code: 'AP103',
  severity: 'error',
  title: 'A route leads to a VirtualNode of several listeners and chooses none',
  why: 'AWS refuses the route: what was in force before stays so.',
  mend: 'Write the port of the target.',
  link: ROUTE_PAGE,
  subjects: [VIRTUAL_ROUTER],
  reads: DIRECTORY_READS,
  check: (object, lookups) => targetViolations(object, lookups, 'port-needed'),
};
