import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { knowsWorkloads } from '@/lib/mesh/checks/workloads';
import { POLICY_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { selectedByServer, SERVER_READS } from '@/lib/mesh/linkerd/checks/server-pods';
import { SERVER } from '@/lib/mesh/linkerd/kinds';

export const serverWithoutPods: Rule = {
  code: 'LI305',
  severity: 'warning',
  title: 'A Server selects no pods',
  why: 'Policies for it protect nothing: what was meant stays open by the default.',
  mend: 'Correct podSelector. A Server reaches its own namespace only.',
  link: POLICY_PAGE,
  subjects: [SERVER],
  reads: SERVER_READS,
  check: (object, lookups) => {
    const selected = selectedByServer(object, lookups);
    if (selected === null || selected.length > 0) return [];
    const { namespace = '' } = object.metadata;
    if (!knowsWorkloads(lookups, namespace)) return [];
    return [at('/spec/podSelector', `No pods of ${namespace} are selected.`)];
  },
};
