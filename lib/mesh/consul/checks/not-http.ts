import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { protocolOf } from '@/lib/mesh/consul/catalogue';
import { catalogueAt, CATALOGUE_READS } from '@/lib/mesh/consul/checks/catalogue-view';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_ROUTER, SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import { notHttp } from '@/lib/mesh/consul/split-warnings';

export const notHttpService: Rule = {
  code: 'CO102',
  severity: 'error',
  title: 'Requests are routed or split of a service that Consul takes for TCP',
  why: 'Consul looks at requests of HTTP, HTTP/2 and gRPC only, and refuses the object.',
  mend: 'Set the protocol in the ServiceDefaults of the service, or for all in ProxyDefaults.',
  link: entryPage('service-defaults'),
  subjects: [SERVICE_SPLITTER, SERVICE_ROUTER],
  reads: CATALOGUE_READS,
  check: (object, lookups) => {
    const { name, namespace = '' } = object.metadata;
    const protocol = protocolOf(catalogueAt(lookups), name, namespace);
    return warned('/spec', notHttp({ protocol, splitter: object }), 'not-http');
  },
};
