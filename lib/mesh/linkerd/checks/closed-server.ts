import type { KubeObject } from '@/lib/domain/kube-object';
import { inNamespace } from '@/lib/mesh/checks/indexes';
import type { Lookups, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { selects } from '@/lib/mesh/label-selector';
import { POLICY_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { selectedByServer, SERVER_READS } from '@/lib/mesh/linkerd/checks/server-pods';
import {
  AUTHORIZATION_POLICY,
  POLICY_ROUTE,
  SERVER,
  SERVER_AUTHORIZATION,
} from '@/lib/mesh/linkerd/kinds';
import { parentsOf } from '@/lib/mesh/routes/parents';

const API_GROUP = 'gateway.networking.k8s.io';
const ROUTES = [
  POLICY_ROUTE,
  { group: API_GROUP, plural: 'httproutes' },
  { group: API_GROUP, plural: 'grpcroutes' },
] as const;

export const closedServer: Rule = {
  code: 'LI308',
  severity: 'warning',
  title: 'A Server lets nobody in',
  why: 'As soon as a Server is there, all calls to its port are refused that no policy allows.',
  mend: 'Create an AuthorizationPolicy for it, or set accessPolicy to what shall hold until then (audit).',
  link: POLICY_PAGE,
  subjects: [SERVER],
  reads: [AUTHORIZATION_POLICY, SERVER_AUTHORIZATION, ...ROUTES, ...SERVER_READS],
  check: (object, lookups) => {
    const policy = textOf(fieldsOf(object.spec)['accessPolicy']) ?? 'deny';
    const { namespace = '' } = object.metadata;
    const isTold = [AUTHORIZATION_POLICY, SERVER_AUTHORIZATION, ...ROUTES].every((kind) =>
      lookups.knows(kind, namespace),
    );
    if (policy !== 'deny' || !isTold || isAllowed(object, lookups)) return [];
    if ((selectedByServer(object, lookups) ?? []).length === 0) return [];
    return [at('', 'No policy allows anybody to call its port.')];
  },
};

function isAllowed(server: KubeObject, lookups: Lookups): boolean {
  const { namespace = '', name, labels = {} } = server.metadata;
  const attached = ROUTES.flatMap((kind) => inNamespace(lookups, kind, namespace)).filter((route) =>
    parentsOf(route).some((parent) => parent.kind === 'Server' && parent.name === name),
  );
  const names = new Set([name, namespace, ...attached.map(({ metadata }) => metadata.name)]);
  const byPolicy = inNamespace(lookups, AUTHORIZATION_POLICY, namespace).some(({ spec }) => {
    return names.has(textOf(fieldsOf(fieldsOf(spec)['targetRef'])['name']) ?? '');
  });
  return (
    byPolicy ||
    inNamespace(lookups, SERVER_AUTHORIZATION, namespace).some(({ spec }) => {
      const target = fieldsOf(fieldsOf(spec)['server']);
      return target['name'] === name || selects(target['selector'], labels);
    })
  );
}
