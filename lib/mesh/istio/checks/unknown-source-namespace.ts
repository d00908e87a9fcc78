import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import { securityPage } from '@/lib/mesh/istio/checks/pages';
import { sourceValues } from '@/lib/mesh/istio/checks/policy-rules';
import { AUTHORIZATION_POLICY } from '@/lib/mesh/istio/kinds';

export const unknownSourceNamespace: Rule = {
  code: 'IS504',
  severity: 'warning',
  title: 'A policy speaks of callers in a namespace that does not exist',
  why: 'Nobody calls from there: an allowance lets nobody in, a denial stops nobody.',
  mend: 'Correct the namespace.',
  link: securityPage('authorization-policy'),
  subjects: [AUTHORIZATION_POLICY],
  reads: [NAMESPACES],
  check: (object, lookups) =>
    sourceValues(object, ['namespaces', 'notNamespaces'])
      .filter(({ value }) => !value.includes('*'))
      .filter(({ value }) => isMissing(lookups, NAMESPACES, '', value))
      .map(({ value, path }) => at(path, `There is no namespace ${value}.`)),
};
