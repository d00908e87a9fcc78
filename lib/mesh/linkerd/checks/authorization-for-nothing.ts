import { inNamespace, isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { selects } from '@/lib/mesh/label-selector';
import { POLICY_PAGE } from '@/lib/mesh/linkerd/checks/pages';
import { SERVER, SERVER_AUTHORIZATION } from '@/lib/mesh/linkerd/kinds';

export const authorizationForNothing: Rule = {
  code: 'LI309',
  severity: 'warning',
  title: 'A ServerAuthorization is for no Server',
  why: 'It lets nobody in.',
  mend: 'Correct server.name or server.selector. It reaches its own namespace only.',
  link: POLICY_PAGE,
  subjects: [SERVER_AUTHORIZATION],
  reads: [SERVER],
  check: ({ spec, metadata: { namespace = '' } }, lookups) => {
    const { name, selector } = fieldsOf(fieldsOf(spec)['server']);
    const called = textOf(name);
    if (called !== undefined) {
      if (!isMissing(lookups, SERVER, namespace, called)) return [];
      return [at('/spec/server/name', `There is no Server ${namespace}/${called}.`)];
    }
    const isFor = inNamespace(lookups, SERVER, namespace).some(({ metadata }) =>
      selects(selector, metadata.labels ?? {}),
    );
    if (isFor || !lookups.knows(SERVER, namespace)) return [];
    return [at('/spec/server/selector', `No Server of ${namespace} has these labels.`)];
  },
};
