import type { KubeObject } from '@/lib/domain/kube-object';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf } from '@/lib/mesh/fields';
import { selects } from '@/lib/mesh/label-selector';
import { POLICY_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import {
  otherServers,
  selectedByServer,
  SERVER_READS,
} from '@/lib/mesh/linkerd/checks/server-pods';
import { SERVER } from '@/lib/mesh/linkerd/kinds';
import { nameOf } from '@/lib/mesh/object-names';

export const overlappingServers: Rule = {
  code: 'LI304',
  severity: 'error',
  title: 'Two Servers are for the same port of the same pods',
  why: 'Which of the two holds is not determined, so that their policies may or may not apply.',
  mend: 'Keep one, or change the selectors so that each pod and port has one Server.',
  link: POLICY_PAGE,
  subjects: [SERVER],
  reads: [SERVER, ...SERVER_READS],
  check: (object, lookups) => {
    const rivals = otherServers(object, lookups).filter(
      (other) => portOf(other) === portOf(object),
    );
    if (rivals.length === 0) return [];
    const selected = selectedByServer(object, lookups) ?? [];
    return rivals.flatMap((other) => {
      const { podSelector } = fieldsOf(other.spec);
      const shared = selected.find(({ labels }) => selects(podSelector, labels));
      if (shared === undefined) return [];
      const message = `Server ${nameOf(other)} is for port ${String(portOf(object))} of ${shared.name} too.`;
      return [at('/spec/podSelector', message, other)];
    });
  },
};

function portOf({ spec }: KubeObject): unknown {
  return fieldsOf(spec)['port'];
}
