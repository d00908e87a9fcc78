import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { entryOf } from '@/lib/mesh/consul/catalogue';
import { catalogueAt, CATALOGUE_READS } from '@/lib/mesh/consul/checks/catalogue-view';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import { routingOf } from '@/lib/mesh/consul/router';
import { shadowed } from '@/lib/mesh/consul/split-warnings';

export const unreachableSplitter: Rule = {
  code: 'CO105',
  severity: 'warning',
  title: 'A router sends every request past the splitter of its service',
  why: 'The splitter has no effect.',
  mend: 'Give the route a match, or let it lead to the service without a subset.',
  link: entryPage('service-router'),
  subjects: [SERVICE_SPLITTER],
  reads: CATALOGUE_READS,
  check: (object, lookups) => {
    const { name, namespace = '' } = object.metadata;
    const routing = routingOf(name, entryOf(catalogueAt(lookups).routers, name, namespace));
    return warned('/spec', shadowed({ routing, splitter: object }), 'unreachable');
  },
};
