import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { ROUTE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { POLICY_ROUTE } from '@/lib/mesh/linkerd/kinds';
import { unreachable } from '@/lib/mesh/routes/rule-warnings';
import { rulesOf } from '@/lib/mesh/routes/rules';

export const unreachableRule: Rule = {
  code: 'LI107',
  severity: 'warning',
  title: 'A rule asks for the same as an earlier one',
  why: 'Of what is equally exact the earlier rule wins, so that this one gets nothing.',
  mend: 'Remove one of the two, or make the conditions of this rule more exact.',
  link: ROUTE_PAGE,
  subjects: [POLICY_ROUTE],
  reads: [],
  check: (object) => {
    const rules = rulesOf(object, 'http');
    return rules.flatMap((rule) =>
      warned(`/spec/rules/${rule.index}`, unreachable(rule, rules), 'unreachable'),
    );
  },
};
