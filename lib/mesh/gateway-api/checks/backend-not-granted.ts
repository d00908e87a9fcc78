import type { Rule } from '@/lib/mesh/checks/rule';
import { warned } from '@/lib/mesh/checks/violations';
import { grantsIn } from '@/lib/mesh/gateway-api/checks/cluster-view';
import { GRANT_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { isGatewayParent } from '@/lib/mesh/gateway-api/checks/parents-of-route';
import { formOf, ROUTES } from '@/lib/mesh/gateway-api/checks/route-kinds';
import { REFERENCE_GRANT } from '@/lib/mesh/gateway-api/kinds';
import { notGranted } from '@/lib/mesh/gateway-api/route-warnings';
import { backendRefOf } from '@/lib/mesh/routes/backend-refs';
import { parentsOf } from '@/lib/mesh/routes/parents';
import { rulesOf } from '@/lib/mesh/routes/rules';

export const backendNotGranted: Rule = {
  code: 'GA109',
  severity: 'error',
  title: 'A route of a Gateway leads into a namespace that does not let it',
  why: 'Gateways refuse a backend of another namespace without a ReferenceGrant there, and answer with 500.',
  mend: 'Create a ReferenceGrant in the namespace of the Service.',
  link: GRANT_PAGE,
  subjects: ROUTES,
  reads: [REFERENCE_GRANT],
  check: (object, lookups) => {
    const own = object.metadata.namespace ?? '';
    // Meshes differ in whether they want a grant, so that nothing is said of calls inside of one.
    if (!parentsOf(object).some(isGatewayParent)) return [];
    return rulesOf(object, formOf(object)).flatMap((rule) =>
      rule.backends.flatMap((element, i) => {
        const { namespace } = backendRefOf(element, own);
        if (!lookups.knows(REFERENCE_GRANT, namespace)) return [];
        const one = { ...rule, backends: [element] };
        const found = notGranted(object, one, { grants: grantsIn(lookups, namespace) });
        return warned(`/spec/rules/${rule.index}/backendRefs/${i}`, found, 'not-granted');
      }),
    );
  },
};
