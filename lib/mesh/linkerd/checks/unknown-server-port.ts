import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { podsIn } from '@/lib/mesh/checks/workloads';
import { PODS } from '@/lib/mesh/core-kinds';
import { containersOf } from '@/lib/mesh/detection';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { selects } from '@/lib/mesh/label-selector';
import { POLICY_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { SERVER } from '@/lib/mesh/linkerd/kinds';

export const unknownServerPort: Rule = {
  code: 'LI306',
  severity: 'warning',
  title: 'A Server is for a port by a name that none of its pods has',
  why: 'It applies to no port, and policies for it protect nothing.',
  mend: 'Name the port of the container so, or write the number.',
  link: POLICY_PAGE,
  subjects: [SERVER],
  reads: [PODS],
  check: ({ spec, metadata }, lookups) => {
    const { port, podSelector } = fieldsOf(spec);
    if (typeof port !== 'string' || /^[0-9]+$/.test(port)) return [];
    const pods = podsIn(lookups, metadata.namespace ?? '').filter((pod) =>
      selects(podSelector, pod.metadata.labels ?? {}),
    );
    const names = pods.flatMap((pod) =>
      containersOf(pod).flatMap(({ ports }) => listOf(ports).map((each) => fieldsOf(each)['name'])),
    );
    if (pods.length === 0 || names.includes(port)) return [];
    return [at('/spec/port', `None of the ${pods.length} pods has a port called ${port}.`)];
  },
};
