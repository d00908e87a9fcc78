import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { TLS_POLICY_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { BACKEND_TLS_POLICY } from '@/lib/mesh/gateway-api/kinds';
import { backendRefOf, isServiceRef } from '@/lib/mesh/routes/backend-refs';

export const tlsPolicyForNothing: Rule = {
  code: 'GA303',
  severity: 'error',
  title: 'A BackendTLSPolicy is for a Service that does not exist',
  why: 'Gateways go on speaking plaintext to the Service that was meant.',
  mend: 'Correct the name in targetRefs. The Service has to be in the namespace of the policy.',
  link: TLS_POLICY_PAGE,
  subjects: [BACKEND_TLS_POLICY],
  reads: [SERVICES],
  check: ({ spec, metadata }, lookups) => {
    const own = metadata.namespace ?? '';
    return listOf(fieldsOf(spec)['targetRefs']).flatMap((target, i) => {
      const ref = backendRefOf(target, own);
      if (!isServiceRef(ref) || !isMissing(lookups, SERVICES, own, ref.name)) return [];
      return [at(`/spec/targetRefs/${i}`, `There is no Service ${own}/${ref.name}.`)];
    });
  },
};
