import type { ObjectIndex, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { destinationOf } from '@/lib/mesh/consul/checks/intention-parts';
import { entryPage } from '@/lib/mesh/consul/checks/pages';
import { SERVICE_INTENTIONS } from '@/lib/mesh/consul/kinds';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { isSameObject, nameOf } from '@/lib/mesh/object-names';

const BY_DESTINATION: ObjectIndex = {
  kind: SERVICE_INTENTIONS,
  keysOf: (intentions) => {
    const { namespace } = fieldsOf(fieldsOf(intentions.spec)['destination']);
    return [`${textOf(namespace) ?? ''}/${destinationOf(intentions)}`];
  },
};

export const repeatedIntentions: Rule = {
  code: 'CO404',
  severity: 'error',
  title: 'Two objects hold intentions for one service',
  why: 'Consul keeps one entry a service: the object that was written last replaces what the other says.',
  mend: 'Put all sources into one object.',
  link: entryPage('service-intentions'),
  subjects: [SERVICE_INTENTIONS],
  reads: [SERVICE_INTENTIONS],
  check: (object, lookups) =>
    BY_DESTINATION.keysOf(object).flatMap((key) =>
      lookups
        .find(BY_DESTINATION, key)
        .filter((other) => !isSameObject(other, object))
        .map((other) =>
          at('/spec/destination', `ServiceIntentions ${nameOf(other)} is for it too.`, other),
        ),
    ),
};
