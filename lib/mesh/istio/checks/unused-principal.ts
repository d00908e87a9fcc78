import type { KubeObject } from '@/lib/domain/kube-object';
import type { Lookups, ObjectIndex, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { PODS } from '@/lib/mesh/core-kinds';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { securityPage } from '@/lib/mesh/istio/checks/pages';
import { sourceValues } from '@/lib/mesh/istio/checks/policy-rules';
import { AUTHORIZATION_POLICY } from '@/lib/mesh/istio/kinds';

/** An identity in the trust domain of the cluster itself; others may be of other clusters. */
const PRINCIPAL = /^cluster\.local\/ns\/([^/*]+)\/sa\/([^/*]+)$/;

const BY_ACCOUNT: ObjectIndex = { kind: PODS, keysOf: (pod) => [accountOf(pod)] };

function accountOf({ metadata, spec }: KubeObject): string {
  const account = textOf(fieldsOf(spec)['serviceAccountName']) ?? 'default';
  return `${metadata.namespace ?? ''}/${account}`;
}

export const unusedPrincipal: Rule = {
  code: 'IS508',
  severity: 'warning',
  title: 'A policy names an identity under which no pod runs',
  why: 'Nobody calls under it: an allowance lets nobody in, a denial stops nobody.',
  mend: 'Correct the namespace or the service account: cluster.local/ns/NAMESPACE/sa/ACCOUNT.',
  link: securityPage('authorization-policy'),
  subjects: [AUTHORIZATION_POLICY],
  reads: [PODS],
  check: (object, lookups) =>
    sourceValues(object, ['principals', 'notPrincipals'])
      .filter(({ value }) => isUnused(value, lookups))
      .map(({ value, path }) => at(path, `No pod runs as ${value}.`)),
};

function isUnused(principal: string, lookups: Lookups): boolean {
  const [, namespace, account] = PRINCIPAL.exec(principal) ?? [];
  if (namespace === undefined || account === undefined) return false;
  return (
    lookups.knows(PODS, namespace) &&
    lookups.find(BY_ACCOUNT, `${namespace}/${account}`).length === 0
  );
}
