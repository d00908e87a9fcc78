import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import { fieldsOf, textsOf } from '@/lib/mesh/fields';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { DESTINATION_RULE, SERVICE_ENTRY, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';

const SIGNS = ['.', '*', '~'];

export const exportToNowhere: Rule = {
  code: 'IS404',
  severity: 'error',
  title: 'An object is exported to a namespace that does not exist',
  why: 'Nobody there sees it, and nobody elsewhere does unless it is exported to them too.',
  mend: 'Correct the namespace in exportTo.',
  link: networkingPage('virtual-service'),
  subjects: [VIRTUAL_SERVICE, DESTINATION_RULE, SERVICE_ENTRY],
  reads: [NAMESPACES],
  check: ({ spec }, lookups) =>
    textsOf(fieldsOf(spec)['exportTo']).flatMap((target, i) =>
      SIGNS.includes(target) || !isMissing(lookups, NAMESPACES, '', target)
        ? []
        : [at(`/spec/exportTo/${i}`, `There is no namespace ${target}.`)],
    ),
};
