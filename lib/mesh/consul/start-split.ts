import type { SplitStart } from '@/lib/domain/split-start';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { catalogueOf, entryOf, protocolOf } from '@/lib/mesh/consul/catalogue';
import { SERVICE_RESOLVER, SERVICE_SPLITTER } from '@/lib/mesh/consul/kinds';
import { defaultSubset, redirectOf, subsetsOf } from '@/lib/mesh/consul/subsets';
import { draftOf } from '@/lib/mesh/policies/drafts';

/** Consul splits requests only: a splitter of a TCP service is refused by its servers. */
const SPLITTABLE: readonly (string | null)[] = ['http', 'http2', 'grpc'];

const NOTE =
  'It sends everything where it goes today, to the default subset, so that nothing moves until weights do.';

/**
 * Finds the services whose ServiceResolver defines subsets that no ServiceSplitter shares requests out to, with a
 * ServiceSplitter that changes nothing: all requests for the subset that they go to by default.
 *
 * Not offered without a default subset, where requests go to every instance, which no weight on a subset is.
 */
export function splitStarts(objects: ObjectStore): readonly SplitStart[] {
  const catalogue = catalogueOf(objects);
  return objects.list(SERVICE_RESOLVER).flatMap((resolver) => {
    const { name, namespace = '' } = resolver.metadata;
    const present = defaultSubset(catalogue, name, namespace);
    const names = subsetsOf(catalogue, name, namespace).map((subset) => subset.name);
    const isFree =
      entryOf(catalogue.splittersByName, name, namespace) === undefined &&
      redirectOf(resolver) === null &&
      SPLITTABLE.includes(protocolOf(catalogue, name, namespace));
    if (!isFree || present === undefined || !names.includes(present) || names.length < 2) return [];
    const spec = { splits: [{ weight: 100, serviceSubset: present }] };
    const { object } = draftOf(SERVICE_SPLITTER, objects, { namespace, name }, { spec });
    return [{ namespace, host: name, present, names, kind: SERVICE_SPLITTER, object, note: NOTE }];
  });
}
