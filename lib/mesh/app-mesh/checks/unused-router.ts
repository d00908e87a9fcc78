import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { directoryAt, DIRECTORY_READS } from '@/lib/mesh/app-mesh/checks/directory-view';
import { ROUTER_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { VIRTUAL_ROUTER, VIRTUAL_SERVICE } from '@/lib/mesh/app-mesh/kinds';
import { unused } from '@/lib/mesh/app-mesh/split-warnings';

export const unusedRouter: Rule = {
  code: 'AP105',
  severity: 'warning',
  title: 'No VirtualService leads to a router',
  why: 'Nobody’s calls come to it.',
  mend: 'Name it as the provider of a VirtualService, or remove it.',
  link: ROUTER_PAGE,
  subjects: [VIRTUAL_ROUTER],
  reads: DIRECTORY_READS,
  check: (object, lookups) =>
    lookups.knows(VIRTUAL_SERVICE)
      ? warned('', unused({ router: object, catalogue: directoryAt(lookups) }), 'unused')
      : [],
};
