import type { KubeObject } from '@/lib/domain/kube-object';
import { err, type Result } from '@/lib/domain/result';
import type { Change, Refusal, Split, SplitIntent } from '@/lib/domain/split';
import { weightedOf } from '@/lib/mesh/app-mesh/routes';
import { changeTargets, PLAIN_WEIGHT, type TargetCodec } from '@/lib/mesh/split-change';

/** The most targets that a route may have; the definition says so. */
const MOST_TARGETS = 10;

/** `weightedTargets`: a VirtualNode by reference or by ARN, and a weight that must be there. */
const WEIGHTED_TARGETS: TargetCodec = {
  ...PLAIN_WEIGHT,
  noun: 'route',
  identity: ['virtualNodeRef', 'virtualNodeARN', 'port'],
  refOf: (element) => {
    const { host, port } = weightedOf(element);
    return { host, port };
  },
  newElement: ({ host, port }) => {
    const [name, namespace] = host.split('.');
    return {
      virtualNodeRef: { name, ...(namespace === undefined ? {} : { namespace }) },
      ...(port === undefined ? {} : { port }),
    };
  },
};

/**
 * Makes an intent about a route of a VirtualRouter exact; see `changeTargets`. A weight may not be left out
 * (`weight-needed`), and a route has 10 targets at most (`too-many-targets`): the definition refuses both.
 */
export function changeSplit(
  split: Split,
  object: KubeObject,
  intent: SplitIntent,
): Result<Change, Refusal> {
  const bare = intent.targets.find(({ weight }) => weight === null);
  if (bare !== undefined) {
    return err({ rule: 'weight-needed', message: `${bare.host} needs a weight, be it 0.` });
  }
  if (intent.targets.length > MOST_TARGETS) {
    const message = `A route has ${MOST_TARGETS} targets at most.`;
    return err({ rule: 'too-many-targets', message });
  }
  return changeTargets(split, object, intent, WEIGHTED_TARGETS);
}
