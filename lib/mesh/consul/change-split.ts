import type { KubeObject } from '@/lib/domain/kube-object';
import { err, type Result } from '@/lib/domain/result';
import type { Change, Refusal, Split, SplitIntent } from '@/lib/domain/split';
import { elementOf, fieldsOfRef, refOf } from '@/lib/mesh/consul/targets';
import { changeTargets, PLAIN_WEIGHT, type TargetCodec } from '@/lib/mesh/split-change';
import { keyOf, nameOfTarget } from '@/lib/mesh/target-list';

/** `spec.splits`: an element that names no service means the splitter's own. */
function codecOf(splitter: string): TargetCodec {
  return {
    ...PLAIN_WEIGHT,
    noun: 'split',
    identity: ['service', 'serviceSubset', 'namespace', 'partition'],
    refOf: (element) => refOf(elementOf(element, splitter)),
    newElement: (ref) => fieldsOfRef(ref, splitter),
  };
}

/**
 * Makes an intent about a ServiceSplitter exact; see `changeTargets`.
 *
 * Kubernetes saves objects that Consul's servers then refuse, so that the old weights stay in force while the
 * new ones are to be read. Such an intent is refused here: for a service that is TCP (`not-http`), and with a
 * subset that no ServiceResolver defines (`unknown-subset`), whatever its weight.
 */
export function changeSplit(
  split: Split,
  object: KubeObject,
  intent: SplitIntent,
): Result<Change, Refusal> {
  if (split.protocol === 'tcp') {
    const message = `Consul takes ${split.carrier.name} for TCP, and splits only HTTP and gRPC.`;
    return err({ rule: 'not-http', message });
  }
  const wanted = new Set(intent.targets.map(keyOf));
  const undefinedSubset = split.targets.find(
    (target) => !target.resolved && target.subset !== undefined && wanted.has(keyOf(target)),
  );
  if (undefinedSubset !== undefined) {
    const message = `${nameOfTarget(undefinedSubset)} is not defined by a ServiceResolver: Consul would not take the object.`;
    return err({ rule: 'unknown-subset', message });
  }
  return changeTargets(split, object, intent, codecOf(object.metadata.name));
}
