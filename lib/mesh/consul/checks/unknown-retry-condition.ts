import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_ROUTER } from '@/lib/mesh/consul/kinds';
import { fieldsOf, listOf, textsOf } from '@/lib/mesh/fields';

/** What Consul lets proxies retry on. */
const CONDITIONS = [
  ...['5xx', 'gateway-error', 'reset', 'reset-before-request', 'connect-failure'],
  ...['envoy-ratelimited', 'retriable-4xx', 'refused-stream'],
  ...['cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable'],
];

export const unknownRetryCondition: Rule = {
  code: 'CO304',
  severity: 'error',
  title: 'A route shall be retried on something that Consul does not know',
  why: 'Consul refuses the object: what was in force before stays so.',
  mend: 'Use the names of the list in the documentation, such as 5xx or connect-failure.',
  link: entryPage('service-router'),
  subjects: [SERVICE_ROUTER],
  reads: [],
  check: ({ spec }) =>
    listOf(fieldsOf(spec)['routes']).flatMap((route, i) =>
      textsOf(fieldsOf(fieldsOf(route)['destination'])['retryOn']).flatMap((condition, j) =>
        CONDITIONS.includes(condition)
          ? []
          : [at(`/spec/routes/${i}/destination/retryOn/${j}`, `${condition} is not known.`)],
      ),
    ),
};
