import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { ROUTE_PAGE } from '@/lib/mesh/app-mesh/checks/pages';
import { VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';

export const invalidRoute: Rule = {
  code: 'AP108',
  severity: 'error',
  title: 'A route has the name of another one, or asks for a path in two ways or none',
  why: 'The controller refuses the router: what was in force before stays so.',
  mend: 'Give each route its own name, and its match either prefix or path.',
  link: ROUTE_PAGE,
  subjects: [VIRTUAL_ROUTER],
  reads: [],
  check: ({ spec }) => {
    const routes = listOf(fieldsOf(spec)['routes']).map(fieldsOf);
    const names = routes.map(({ name }) => textOf(name));
    return routes.flatMap((route, i) => [
      ...(names.indexOf(names[i]) === i
        ? []
        : [at(`/spec/routes/${i}/name`, `Another route is called ${names[i] ?? ''} too.`)]),
      ...['httpRoute', 'http2Route']
        .filter((field) => route[field] !== undefined)
        .filter((field) => {
          const { prefix, path } = fieldsOf(fieldsOf(route[field])['match']);
          return (prefix === undefined) === (path === undefined);
        })
        .map((field) =>
          at(`/spec/routes/${i}/${field}/match`, 'It needs either prefix or path, and one only.'),
        ),
    ]);
  },
};
