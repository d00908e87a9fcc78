import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectIndex, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { GATEWAY_PAGE } from '@/lib/mesh/gateway-api/checks/pages';
import { GATEWAY } from '@/lib/mesh/gateway-api/kinds';
import { isSameObject, nameOf } from '@/lib/mesh/object-names';

const BY_ADDRESS: ObjectIndex = { kind: GATEWAY, keysOf: addressesOf };

function addressesOf({ spec }: KubeObject): readonly string[] {
  return listOf(fieldsOf(spec)['addresses']).flatMap((address) => {
    const { type, value } = fieldsOf(address);
    const text = textOf(value);
    return text === undefined ? [] : [`${textOf(type) ?? 'IPAddress'} ${text}`];
  });
}

export const sharedAddress: Rule = {
  code: 'GA201',
  severity: 'warning',
  title: 'Two Gateways ask for the same address',
  why: 'Only one of them can have it; on the other the address stays unassigned, or their listeners are merged.',
  mend: 'Give one of them another address, or put the listeners into one Gateway.',
  link: GATEWAY_PAGE,
  subjects: [GATEWAY],
  reads: [GATEWAY],
  check: (object, lookups) =>
    addressesOf(object).flatMap((address, i) =>
      lookups
        .find(BY_ADDRESS, address)
        .filter((other) => !isSameObject(other, object))
        .map((other) =>
          at(`/spec/addresses/${i}`, `Gateway ${nameOf(other)} asks for ${address} too.`, other),
        ),
    ),
};
