import type { KubeObject } from '@/lib/domain/kube-object';
import { called } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_RESOLVER } from '@/lib/mesh/consul/kinds';
import { fieldsOf, textOf } from '@/lib/mesh/fields';

export const circularRedirect: Rule = {
  code: 'CO203',
  severity: 'error',
  title: 'Redirects lead back to where they began',
  why: 'Consul refuses such a chain: what was in force before stays so.',
  mend: 'Let one of the resolvers answer for its own service.',
  link: entryPage('service-resolver'),
  subjects: [SERVICE_RESOLVER],
  reads: [SERVICE_RESOLVER],
  check: (object, lookups) => {
    const { name } = object.metadata;
    const passed = [name];
    let next = redirectOf(object);
    while (next !== undefined && !passed.includes(next)) {
      passed.push(next);
      const [resolver] = called(lookups, SERVICE_RESOLVER, next);
      next = resolver === undefined ? undefined : redirectOf(resolver);
    }
    if (next !== name) return [];
    return [at('/spec/redirect', `${[...passed, name].join(' leads to ')}.`)];
  },
};

/** Where a resolver sends everything in this cluster; a subset of itself is no redirect. */
function redirectOf({ spec }: KubeObject): string | undefined {
  const redirect = fieldsOf(fieldsOf(spec)['redirect']);
  const isElsewhere = ['namespace', 'partition', 'peer', 'datacenter'].some(
    (field) => redirect[field] !== undefined,
  );
  return isElsewhere ? undefined : textOf(redirect['service']);
}
