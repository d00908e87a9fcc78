import type { Rule } from '@/lib/mesh/checks/rule';
import { SPLIT_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { TARGET_READS, targetViolations } from '@/lib/mesh/linkerd/checks/weighted-targets';
import { SERVICE_PROFILE, TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';

export const unknownSplitTarget: Rule = {
  code: 'LI204',
  severity: 'error',
  title: 'A split leads to a Service that does not exist',
  why: 'Requests that are sent there fail.',
  mend: 'Correct the name, or create the Service.',
  link: SPLIT_PAGE,
  subjects: [TRAFFIC_SPLIT, SERVICE_PROFILE],
  reads: TARGET_READS,
  check: (object, lookups) => targetViolations(object, lookups, 'dangling-target'),
};
