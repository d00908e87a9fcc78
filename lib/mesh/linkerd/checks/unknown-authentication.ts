import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { POLICY_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { requiredBy } from '@/lib/mesh/linkerd/checks/required-authentications';
import {
  AUTHORIZATION_POLICY,
  MESH_TLS_AUTHENTICATION,
  NETWORK_AUTHENTICATION,
} from '@/lib/mesh/linkerd/kinds';

const KINDS = [MESH_TLS_AUTHENTICATION, NETWORK_AUTHENTICATION];

export const unknownAuthentication: Rule = {
  code: 'LI302',
  severity: 'error',
  title: 'A policy asks for an authentication that does not exist',
  why: 'Nobody can satisfy it, so that the policy lets nobody in.',
  mend: 'Correct the kind and name in requiredAuthenticationRefs, or create the object.',
  link: POLICY_PAGE,
  subjects: [AUTHORIZATION_POLICY],
  reads: KINDS,
  check: (object, lookups) =>
    requiredBy(object).flatMap(({ kind, namespace, name, path }) => {
      const found = KINDS.find((each) => each.kind === kind);
      if (found === undefined || !isMissing(lookups, found, namespace, name)) return [];
      return [at(path, `There is no ${kind} ${namespace}/${name}.`)];
    }),
};
