import type { KubeObject } from '@/lib/domain/kube-object';
import type { Result } from '@/lib/domain/result';
import type { Change, Refusal, Split, SplitIntent } from '@/lib/domain/split';
import { destinationOf } from '@/lib/mesh/istio/routes';
import { changeTargets, PLAIN_WEIGHT, type TargetCodec } from '@/lib/mesh/split-change';

/** A `route` array: who is meant stands in `destination`. */
const DESTINATIONS: TargetCodec = {
  ...PLAIN_WEIGHT,
  noun: 'route',
  identity: ['destination'],
  refOf: (element) => {
    const { host, subset, port } = destinationOf(element);
    return { host, subset, port };
  },
  newElement: ({ host, subset, port }) => ({
    destination: {
      host,
      ...(subset === undefined ? {} : { subset }),
      ...(port === undefined ? {} : { port: { number: port } }),
    },
  }),
};

/** Makes an intent about a route of a VirtualService exact; see `changeTargets`. */
export function changeSplit(
  split: Split,
  object: KubeObject,
  intent: SplitIntent,
): Result<Change, Refusal> {
  return changeTargets(split, object, intent, DESTINATIONS);
}
