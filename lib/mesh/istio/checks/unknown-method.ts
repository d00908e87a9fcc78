import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { securityPage } from '@/lib/mesh/istio/checks/pages';
import { operationValues } from '@/lib/mesh/istio/checks/policy-rules';
import { AUTHORIZATION_POLICY } from '@/lib/mesh/istio/kinds';

const METHODS = /^(CONNECT|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT|TRACE)$/;

export const unknownMethod: Rule = {
  code: 'IS505',
  severity: 'warning',
  title: 'A policy speaks of a method that HTTP does not have',
  why: 'Methods are compared letter by letter, so that no request is ever meant by it.',
  mend: 'Write the method in capitals. gRPC calls are all POST; their methods are paths.',
  link: securityPage('authorization-policy'),
  subjects: [AUTHORIZATION_POLICY],
  reads: [],
  check: (object) =>
    operationValues(object, ['methods', 'notMethods'])
      .filter(({ value }) => !value.includes('*') && !METHODS.test(value))
      .map(({ value, path }) => at(path, `${value} is no method of HTTP.`)),
};
