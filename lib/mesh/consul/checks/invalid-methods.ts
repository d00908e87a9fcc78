import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_ROUTER } from '@/lib/mesh/consul/kinds';
import { fieldsOf, listOf, textsOf } from '@/lib/mesh/fields';

export const invalidMethods: Rule = {
  code: 'CO303',
  severity: 'error',
  title: 'A route names a method in small letters or twice',
  why: 'Consul refuses the object: what was in force before stays so.',
  mend: 'Write each method once, in capitals.',
  link: entryPage('service-router'),
  subjects: [SERVICE_ROUTER],
  reads: [],
  check: ({ spec }) =>
    listOf(fieldsOf(spec)['routes']).flatMap((route, i) => {
      const methods = textsOf(fieldsOf(fieldsOf(fieldsOf(route)['match'])['http'])['methods']);
      return methods.flatMap((method, j) => {
        const path = `/spec/routes/${i}/match/http/methods/${j}`;
        if (method !== method.toUpperCase()) return [at(path, `${method} is not in capitals.`)];
        return methods.indexOf(method) === j ? [] : [at(path, `${method} is there twice.`)];
      });
    }),
};
