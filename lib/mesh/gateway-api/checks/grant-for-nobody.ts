import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { GRANT_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { REFERENCE_GRANT } from '@/lib/mesh/gateway-api/kinds';

export const grantForNobody: Rule = {
  code: 'GA301',
  severity: 'warning',
  title: 'A ReferenceGrant is for a namespace that does not exist',
  why: 'It lets nobody in; whoever makes a namespace of that name later gets what it grants.',
  mend: 'Correct the namespace, or remove the grant.',
  link: GRANT_PAGE,
  subjects: [REFERENCE_GRANT],
  reads: [NAMESPACES],
  check: ({ spec }, lookups) =>
    listOf(fieldsOf(spec)['from']).flatMap((from, i) => {
      const namespace = textOf(fieldsOf(from)['namespace']);
      if (namespace === undefined || !isMissing(lookups, NAMESPACES, '', namespace)) return [];
      return [at(`/spec/from/${i}/namespace`, `There is no namespace ${namespace}.`)];
    }),
};
