import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { PROFILE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { SERVICE_PROFILE } from '@/lib/mesh/linkerd/kinds';

const CONDITIONS = ['pathRegex', 'method', 'all', 'any', 'not'];

export const incompleteProfileRoute: Rule = {
  code: 'LI202',
  severity: 'error',
  title: 'A route of a ServiceProfile has no name or no condition',
  why: 'Linkerd refuses such a profile: what was in force before stays so.',
  mend: 'Give each route a name and a condition with pathRegex, method, all, any or not.',
  link: PROFILE_PAGE,
  subjects: [SERVICE_PROFILE],
  reads: [],
  check: ({ spec }) =>
    listOf(fieldsOf(spec)['routes']).flatMap((route, i) => {
      const { name, condition } = fieldsOf(route);
      const path = `/spec/routes/${i}`;
      const asks = CONDITIONS.some((field) => fieldsOf(condition)[field] !== undefined);
      return [
        ...(textOf(name) === undefined ? [at(path, `Route ${i + 1} has no name.`)] : []),
        ...(asks ? [] : [at(`${path}/condition`, `Route ${i + 1} asks for nothing.`)]),
      ];
    }),
};
