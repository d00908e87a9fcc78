import type { Rule } from '@/lib/mesh/checks/rule';
import { SPLIT_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { TARGET_READS, targetViolations } from '@/lib/mesh/linkerd/checks/weighted-targets';
import { SERVICE_PROFILE, TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';

export const emptySplitTarget: Rule = {
  code: 'LI206',
  severity: 'warning',
  title: 'A split leads to a Service that selects no pods',
  why: 'While it has none, the other targets get its share.',
  mend: 'Deploy what is missing, or correct the selector of the Service.',
  link: SPLIT_PAGE,
  subjects: [TRAFFIC_SPLIT, SERVICE_PROFILE],
  reads: TARGET_READS,
  check: (object, lookups) => targetViolations(object, lookups, 'empty-backend'),
};
