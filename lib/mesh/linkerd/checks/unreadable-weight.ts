import type { Rule } from '@/lib/mesh/checks/rule';
import { SPLIT_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { TARGET_READS, targetViolations } from '@/lib/mesh/linkerd/checks/weighted-targets';
import { SERVICE_PROFILE, TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';

export const unreadableWeight: Rule = {
  code: 'LI205',
  severity: 'error',
  title: 'The weight of a target is missing or cannot be read',
  why: 'Linkerd refuses the object, or leaves the target out.',
  mend: 'Write the weight as a quantity: 90, or 900m.',
  link: SPLIT_PAGE,
  subjects: [TRAFFIC_SPLIT, SERVICE_PROFILE],
  reads: TARGET_READS,
  check: (object, lookups) => targetViolations(object, lookups, 'no-weight'),
};
