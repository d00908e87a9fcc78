import { isMissing } from '@/lib/mesh/checks/indexes';
import type { KindRef, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { ROUTE_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { EGRESS_NETWORK, POLICY_ROUTE, SERVER } from '@/lib/mesh/linkerd/kinds';
import { isServiceParent, parentsOf, type ParentRef } from '@/lib/mesh/routes/parents';

export const unknownParent: Rule = {
  code: 'LI101',
  severity: 'error',
  title: 'A route is attached to something that does not exist',
  why: 'No proxy takes it, so that it routes nothing and lets nobody in.',
  mend: 'Correct the kind, the name and the namespace in parentRefs.',
  link: ROUTE_PAGE,
  subjects: [POLICY_ROUTE],
  reads: [SERVICES, SERVER, EGRESS_NETWORK],
  check: (object, lookups) =>
    parentsOf(object).flatMap((parent, i) => {
      const kind = kindOf(parent);
      const { namespace, name } = parent;
      if (kind === null || !isMissing(lookups, kind, namespace, name)) return [];
      return [at(`/spec/parentRefs/${i}`, `There is no ${parent.kind} ${namespace}/${name}.`)];
    }),
};

function kindOf(parent: ParentRef): KindRef | null {
  if (isServiceParent(parent)) return SERVICES;
  if (parent.group !== SERVER.group) return null;
  return [SERVER, EGRESS_NETWORK].find(({ kind }) => kind === parent.kind) ?? null;
}
