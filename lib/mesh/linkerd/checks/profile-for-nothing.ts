import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { PROFILE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { SERVICE_PROFILE } from '@/lib/mesh/linkerd/kinds';

export const profileForNothing: Rule = {
  code: 'LI201',
  severity: 'warning',
  title: 'A ServiceProfile is for a service that does not exist',
  why: 'It is found by its name, which is that of the service in full. Its routes, retries and timeouts apply to nothing.',
  mend: 'Call it NAME.NAMESPACE.svc.cluster.local after the service.',
  link: PROFILE_PAGE,
  subjects: [SERVICE_PROFILE],
  reads: [SERVICES],
  check: ({ metadata }, lookups) => {
    const service = serviceNameOf(metadata.name);
    // Any other name may be of a host outside of the cluster.
    if (service === null || !isMissing(lookups, SERVICES, service.namespace, service.name)) {
      return [];
    }
    return [at('/metadata/name', `There is no Service ${service.namespace}/${service.name}.`)];
  },
};
