import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { protocolOf } from '@/lib/mesh/consul/catalogue';
import { catalogueAt, CATALOGUE_READS } from '@/lib/mesh/consul/checks/catalogue-view';
import { destinationOf, sourcesOf } from '@/lib/mesh/consul/checks/intention-parts';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_INTENTIONS } from '@/lib/mesh/consul/kinds';
import { listOf } from '@/lib/mesh/fields';

export const permissionsForTcp: Rule = {
  code: 'CO403',
  severity: 'error',
  title: 'Intentions look at requests of a service that Consul takes for TCP',
  why: 'Proxies see connections only, and deny all calls that such permissions speak of.',
  mend: 'Set the protocol of the service to http, http2 or grpc in its ServiceDefaults.',
  link: entryPage('service-intentions'),
  subjects: [SERVICE_INTENTIONS],
  reads: CATALOGUE_READS,
  check: (object, lookups) => {
    const service = destinationOf(object);
    const asking = sourcesOf(object).filter(
      ({ fields }) => listOf(fields['permissions']).length > 0,
    );
    if (service === '*' || asking.length === 0) return [];
    const protocol = protocolOf(catalogueAt(lookups), service, object.metadata.namespace ?? '');
    if (protocol !== 'tcp') return [];
    return asking.map(({ path }) => at(`${path}/permissions`, `Consul takes ${service} for TCP.`));
  },
};
