import type { KubeObject } from '@/lib/domain/kube-object';
import type { Rule, Violation } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, numberOf, textOf } from '@/lib/mesh/fields';
import { GATEWAY_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { GATEWAY } from '@/lib/mesh/gateway-api/kinds';

const OF_GATEWAY = ['Accepted', 'Programmed'];
const OF_LISTENER = ['Accepted', 'Programmed', 'ResolvedRefs'];

export const gatewayNotReady: Rule = {
  code: 'GA204',
  severity: 'error',
  title: 'A controller does not take a Gateway, or a listener of it, as it is',
  why: 'It is not in force: requests are not let in there, or meet no certificate.',
  mend: 'Do what the message of the controller says.',
  link: GATEWAY_PAGE,
  subjects: [GATEWAY],
  reads: [],
  check: (object) => [
    ...failed(object, object.status, '/status/conditions', OF_GATEWAY),
    ...listOf(fieldsOf(object.status)['listeners']).flatMap((listener, i) =>
      failed(object, listener, `/status/listeners/${i}/conditions`, OF_LISTENER),
    ),
  ],
};

function failed(
  { metadata }: KubeObject,
  holder: unknown,
  path: string,
  types: readonly string[],
): readonly Violation[] {
  return listOf(fieldsOf(holder)['conditions']).flatMap((condition, i) => {
    const { type, status, reason, message, observedGeneration } = fieldsOf(condition);
    const generation = metadata.generation ?? 0;
    if (status !== 'False' || (numberOf(observedGeneration) ?? generation) < generation) return [];
    if (!types.includes(textOf(type) ?? '')) return [];
    const why = textOf(message) ?? textOf(reason) ?? 'without a reason';
    return [at(`${path}/${i}`, `${textOf(type) ?? ''} is False (${why}).`)];
  });
}
