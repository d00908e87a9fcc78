import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { POLICY_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { requiredBy } from '@/lib/mesh/linkerd/checks/required-authentications';
import { AUTHORIZATION_POLICY } from '@/lib/mesh/linkerd/kinds';

const IDENTITY = ['MeshTLSAuthentication', 'ServiceAccount'];
const NETWORK = ['NetworkAuthentication'];

export const tooManyAuthentications: Rule = {
  code: 'LI303',
  severity: 'error',
  title: 'A policy asks for more than one authentication of a sort',
  why: 'All of them must hold, and Linkerd refuses more than one identity or network in a policy.',
  mend: 'Put the identities or networks into one object, or write a policy for each.',
  link: POLICY_PAGE,
  subjects: [AUTHORIZATION_POLICY],
  reads: [],
  check: (object) =>
    [IDENTITY, NETWORK].flatMap((kinds) => {
      const [, ...more] = requiredBy(object).filter(({ kind }) => kinds.includes(kind));
      return more.map(({ kind, name, path }) =>
        at(path, `${kind} ${name} is one more than Linkerd takes.`),
      );
    }),
};
