import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { routesOf } from '@/lib/mesh/istio/routes';
import { unreachable } from '@/lib/mesh/istio/split-warnings';

export const unreachableRoute: Rule = {
  code: 'IS107',
  severity: 'warning',
  title: 'A route stands behind one that takes every request',
  why: 'Routes are tried in their order. Nothing after one without a match is ever reached.',
  mend: 'Move the route without a match to the end, or give it one.',
  link: analysisPage('IST0130'),
  subjects: [VIRTUAL_SERVICE],
  reads: [],
  check: (object) =>
    routesOf(object).flatMap((route) =>
      warned(
        `/spec/${route.kind}/${route.index}`,
        unreachable({ virtualService: object, route }),
        'unreachable',
      ),
    ),
};
