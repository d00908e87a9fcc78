import { isMissing } from '@/lib/mesh/checks/indexes';
import type { KindRef, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { POLICY_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { AUTHORIZATION_POLICY, POLICY_ROUTE, RATE_LIMIT, SERVER } from '@/lib/mesh/linkerd/kinds';

const API_GROUP = 'gateway.networking.k8s.io';
const HTTP_ROUTES: KindRef = { group: API_GROUP, plural: 'httproutes' };
const GRPC_ROUTES: KindRef = { group: API_GROUP, plural: 'grpcroutes' };

const TARGETS: ReadonlyMap<string, KindRef> = new Map<string, KindRef>([
  [`${SERVER.group}/Server`, SERVER],
  [`${SERVER.group}/HTTPRoute`, POLICY_ROUTE],
  [`${API_GROUP}/HTTPRoute`, HTTP_ROUTES],
  [`${API_GROUP}/GRPCRoute`, GRPC_ROUTES],
]);

export const policyTarget: Rule = {
  code: 'LI301',
  severity: 'error',
  title: 'A policy is for something that does not exist',
  why: 'It lets nobody in and limits nothing. What it was meant for is as open or closed as its Server says.',
  mend: 'Correct targetRef. The target has to be in the namespace of the policy.',
  link: POLICY_PAGE,
  subjects: [AUTHORIZATION_POLICY, RATE_LIMIT],
  reads: [SERVER, POLICY_ROUTE, HTTP_ROUTES, GRPC_ROUTES],
  check: ({ spec, metadata: { namespace = '' } }, lookups) => {
    const { group, kind, name } = fieldsOf(fieldsOf(spec)['targetRef']);
    const [sort, called] = [textOf(kind) ?? '', textOf(name) ?? ''];
    if (sort === 'Namespace') {
      if (called === namespace) return [];
      const message = `The namespace ${called} is not that of the policy, ${namespace}.`;
      return [at('/spec/targetRef/name', message)];
    }
    const target = TARGETS.get(`${textOf(group) ?? ''}/${sort}`);
    if (target === undefined || !isMissing(lookups, target, namespace, called)) return [];
    return [at('/spec/targetRef', `There is no ${sort} ${namespace}/${called}.`)];
  },
};
