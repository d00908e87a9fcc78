import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { listenersOf } from '@/lib/mesh/app-mesh/catalogue';
import { NODE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { VIRTUAL_NODE } from '@/lib/mesh/app-mesh/kinds';
import { fieldsOf } from '@/lib/mesh/fields';

export const undiscoverableNode: Rule = {
  code: 'AP201',
  severity: 'error',
  title: 'A VirtualNode listens, but does not say how it is found',
  why: 'The controller refuses a node with listeners and without serviceDiscovery.',
  mend: 'Add serviceDiscovery with dns or awsCloudMap.',
  link: NODE_PAGE,
  subjects: [VIRTUAL_NODE],
  reads: [],
  check: (object) =>
    listenersOf(object) > 0 && fieldsOf(object.spec)['serviceDiscovery'] === undefined
      ? [at('/spec', 'There are listeners, and no serviceDiscovery.')]
      : [],
};
