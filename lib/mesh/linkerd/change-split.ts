import type { KubeObject } from '@/lib/domain/kube-object';
import { err, type Result } from '@/lib/domain/result';
import type { Change, Refusal, Split, SplitIntent } from '@/lib/domain/split';
import { numberOf, textOf, type Fields } from '@/lib/mesh/fields';
import { POLICY_ROUTE, SERVICE_PROFILE, TRAFFIC_SPLIT } from '@/lib/mesh/linkerd/kinds';
import { authorityOf } from '@/lib/mesh/linkerd/profile-splits';
import { quantityLike, quantityOf } from '@/lib/mesh/linkerd/quantities';
import { BACKEND_REFS } from '@/lib/mesh/routes/backend-refs';
import { changeTargets, type TargetCodec } from '@/lib/mesh/split-change';

/** Weights that are quantities. A fraction may not stand there as a number, so that it is written anew. */
const QUANTITY: Pick<TargetCodec, 'weightField' | 'write' | 'says'> = {
  weightField: 'weight',
  write: (weight, { weight: before }) => quantityLike(before, weight),
  says: (written, weight) => {
    const isFraction = typeof written === 'number' && !Number.isInteger(written);
    return !isFraction && quantityOf(written) === weight;
  },
};

/** `spec.backends` of a TrafficSplit. */
const QUANTITY_BACKENDS: TargetCodec = {
  ...QUANTITY,
  noun: 'split',
  identity: ['service'],
  refOf: ({ service }: Fields) => ({ host: textOf(service) ?? '' }),
  newElement: ({ host }) => ({ service: host }),
};

/** The same in v1alpha2, where weights are plain numbers; a quantity is written anew. */
const NUMBER_BACKENDS: TargetCodec = {
  ...QUANTITY_BACKENDS,
  write: (weight) => weight,
  says: (written, weight) => numberOf(written) === weight,
};

/** `spec.dstOverrides` of a ServiceProfile. */
const OVERRIDES: TargetCodec = {
  ...QUANTITY,
  noun: 'profile',
  identity: ['authority'],
  refOf: authorityOf,
  newElement: ({ host, port }) => ({ authority: port === undefined ? host : `${host}:${port}` }),
};

/** Makes an intent about any of Linkerd's carriers exact; see `changeTargets`. */
export function changeSplit(
  split: Split,
  object: KubeObject,
  intent: SplitIntent,
): Result<Change, Refusal> {
  const refusal = isRoute(split) ? portRefusal(intent) : absenceRefusal(split, intent);
  if (refusal !== null) return err(refusal);
  const change = changeTargets(split, object, intent, codecOf(split));
  return change.ok ? change : err(inLinkerdsWords(change.error));
}

function isRoute({ carrier }: Split): boolean {
  return carrier.plural === POLICY_ROUTE.plural;
}

/** Linkerd's webhook wants a port of every Service. What is none is written `Kind.group/name`. */
function portRefusal({ targets }: SplitIntent): Refusal | null {
  const portless = targets.find(({ host, port }) => port === undefined && !host.includes('/'));
  if (portless === undefined) return null;
  const message = `The backend ${portless.host} names no port: Linkerd’s webhook refuses a route with such a backend.`;
  return { rule: 'port-needed', message };
}

function absenceRefusal({ carrier }: Split, { targets }: SplitIntent): Refusal | null {
  const absent = targets.find(({ weight }) => weight === null);
  if (absent === undefined) return null;
  const message = `${absent.host} has no weight, which a ${carrier.kind} needs.`;
  return { rule: 'no-weight', message };
}

function inLinkerdsWords(refusal: Refusal): Refusal {
  if (refusal.rule !== 'too-small') return refusal;
  const message =
    'A ServiceProfile takes weights above 0 only: a target with 0 is left out. Give it less, or go back to one target.';
  return { ...refusal, message };
}

function codecOf({ carrier: { plural, version } }: Split): TargetCodec {
  if (plural === SERVICE_PROFILE.plural) return OVERRIDES;
  if (plural !== TRAFFIC_SPLIT.plural) return BACKEND_REFS;
  return version === 'v1alpha1' ? QUANTITY_BACKENDS : NUMBER_BACKENDS;
}
