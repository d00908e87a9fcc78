import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf } from '@/lib/mesh/fields';
import { GRANT_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { REFERENCE_GRANT } from '@/lib/mesh/gateway-api/kinds';
import { backendRefOf, isServiceRef } from '@/lib/mesh/routes/backend-refs';

export const grantOfNothing: Rule = {
  code: 'GA302',
  severity: 'warning',
  title: 'A ReferenceGrant opens a Service that does not exist',
  why: 'It has no effect, and the Service that was meant stays closed.',
  mend: 'Correct the name. A grant reaches its own namespace only; without a name, all of a kind.',
  link: GRANT_PAGE,
  subjects: [REFERENCE_GRANT],
  reads: [SERVICES],
  check: ({ spec, metadata }, lookups) => {
    const own = metadata.namespace ?? '';
    return listOf(fieldsOf(spec)['to']).flatMap((to, i) => {
      const ref = backendRefOf(to, own);
      if (!isServiceRef(ref) || ref.name === '' || !isMissing(lookups, SERVICES, own, ref.name)) {
        return [];
      }
      return [at(`/spec/to/${i}/name`, `There is no Service ${own}/${ref.name}.`)];
    });
  },
};
