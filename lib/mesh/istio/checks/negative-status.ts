import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { ISTIO_KINDS } from '@/lib/mesh/istio/kinds';

export const negativeStatus: Rule = {
  code: 'IS612',
  severity: 'warning',
  title: 'Istio says of an object that it does not take it',
  why: 'A condition in its status is False: the object, or a part of it, is not in force.',
  mend: 'Do what the message of the condition says.',
  link: analysisPage('IST0171'),
  subjects: ISTIO_KINDS,
  reads: [],
  check: ({ status, metadata }) =>
    listOf(fieldsOf(status)['conditions']).flatMap((condition, i) => {
      const { type, status: is, reason, message, observedGeneration } = fieldsOf(condition);
      const seen = numberOf(observedGeneration) ?? metadata.generation ?? 0;
      if (is !== 'False' || seen < (metadata.generation ?? 0)) return [];
      const why = textOf(message) ?? textOf(reason) ?? 'without a reason';
      return [at(`/status/conditions/${i}`, `${textOf(type) ?? '?'} is False (${why}).`)];
    }),
};
