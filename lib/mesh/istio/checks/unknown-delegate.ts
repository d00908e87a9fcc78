import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';

export const unknownDelegate: Rule = {
  code: 'IS112',
  severity: 'error',
  title: 'A route delegates to a VirtualService that does not exist',
  why: 'The route is left out, and its requests are answered with 404.',
  mend: 'Correct delegate.name and delegate.namespace, or create the VirtualService.',
  link: networkingPage('virtual-service'),
  subjects: [VIRTUAL_SERVICE],
  reads: [VIRTUAL_SERVICE],
  check: ({ spec, metadata }, lookups) =>
    listOf(fieldsOf(spec)['http']).flatMap((route, i) => {
      const delegate = fieldsOf(fieldsOf(route)['delegate']);
      const name = textOf(delegate['name']);
      const namespace = textOf(delegate['namespace']) ?? metadata.namespace ?? '';
      if (name === undefined || !isMissing(lookups, VIRTUAL_SERVICE, namespace, name)) return [];
      const message = `There is no VirtualService ${namespace}/${name}.`;
      return [at(`/spec/http/${i}/delegate`, message)];
    }),
};
