import { isMissing } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { CLASS_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { GATEWAY, GATEWAY_CLASS } from '@/lib/mesh/gateway-api/kinds';

export const unknownClass: Rule = {
  code: 'GA203',
  severity: 'error',
  title: 'A Gateway is of a class that does not exist',
  why: 'No controller feels called upon, so that the Gateway is never set up.',
  mend: 'Correct gatewayClassName, or install the controller that brings the class.',
  link: CLASS_PAGE,
  subjects: [GATEWAY],
  reads: [GATEWAY_CLASS],
  check: ({ spec }, lookups) => {
    const name = textOf(fieldsOf(spec)['gatewayClassName']);
    if (name === undefined || !isMissing(lookups, GATEWAY_CLASS, '', name)) return [];
    return [at('/spec/gatewayClassName', `There is no GatewayClass ${name}.`)];
  },
};
