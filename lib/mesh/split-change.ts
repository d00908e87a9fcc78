import type { KubeObject } from '@/lib/domain/kube-object';
import { err, ok, type Result } from '@/lib/domain/result';
import type {
  Change,
  PatchOperation,
  Refusal,
  Split,
  SplitIntent,
  TargetRef,
} from '@/lib/domain/split';
import { refusalOf } from '@/lib/domain/weights';
import { listAt, withListAt } from '@/lib/mesh/json-pointer';
import type { Fields } from '@/lib/mesh/fields';
import { isSameList, keyOf, listRefusal } from '@/lib/mesh/target-list';

/** How the elements of one carrier's array of targets are read and written. */
export interface TargetCodec {
  /** Whom an element names. */
  readonly refOf: (element: Fields) => TargetRef;
  /** The fields of an element that say so; they are tested before a weight in it is written. */
  readonly identity: readonly string[];
  /** The field that holds the weight. */
  readonly weightField: string;
  /** A weight in the carrier's own type (a number, a quantity); `null` never comes here. */
  readonly write: (weight: number, element: Fields) => unknown;
  /** Whether what is written already says this weight, so that nothing needs to change. */
  readonly says: (written: unknown, weight: number) => boolean;
  /** An element for a target that is not in the array yet. */
  readonly newElement: (ref: TargetRef, split: Split) => Fields;
  /** What the thing with the targets is called in messages, for example `route`. */
  readonly noun: string;
}

/** A codec's parts for carriers whose weights are plain numbers in `weight`. */
export const PLAIN_WEIGHT: Pick<TargetCodec, 'weightField' | 'write' | 'says'> = {
  weightField: 'weight',
  write: (weight) => weight,
  says: (written, weight) => written === weight,
};

type Intended = SplitIntent['targets'];

/**
 * Makes an intent exact: the JSON Patch that moves the weights of one array and touches nothing else of the
 * object.
 *
 * The patch is led by tests of the resourceVersion and of each target in its place, so that an object that
 * changed in between refuses it. Where the list of targets itself changes (one target becomes a split over
 * those that exist, or such a split goes back to one of its targets) the whole old array is tested and
 * replaced; a target that stays keeps its fields.
 *
 * @param object The object as it is now, of which `split` was read.
 * @returns The change, or why there is none: `resource-version` (the intent is about another version of
 *   the object), `shape` (the array is not what the split says), a rule of `refusalOf`,
 *   `unknown-target`, `missing-target`, `duplicate-target`, `order`, or `no-change`.
 */
export function changeTargets(
  split: Split,
  object: KubeObject,
  intent: SplitIntent,
  codec: TargetCodec,
): Result<Change, Refusal> {
  const { resourceVersion } = object.metadata;
  if (resourceVersion === undefined || intent.resourceVersion !== resourceVersion) {
    return refuse('resource-version', 'The object has changed since it was read.');
  }
  const { path } = split.carrier;
  const before = listAt(object, path);
  if (before === null || !isSameList(before.map(codec.refOf), split.targets)) {
    return refuse('shape', `The ${codec.noun} no longer has the targets that were read.`);
  }
  const weights = intent.targets.map(({ weight }) => weight);
  const refusal =
    refusalOf(weights, split.arithmetic) ?? listRefusal(split, intent.targets, codec.noun);
  if (refusal !== null) return err(refusal);

  const after = newElements(before, intent.targets, split, codec);
  const operations = isSameList(intent.targets, split.targets)
    ? weightOperations(before, intent.targets, path, codec)
    : wholeArrayOperations(before, after, path);
  if (operations.length === 0) return refuse('no-change', 'The weights are already these.');
  return ok({
    carrier: { ...split.carrier, resourceVersion },
    patch: [test('/metadata/resourceVersion', resourceVersion), ...operations],
    before: object,
    after: withListAt(object, path, after),
    warnings: [],
  });
}

function weightOperations(
  elements: readonly Fields[],
  targets: Intended,
  path: string,
  codec: TargetCodec,
): PatchOperation[] {
  const moves = elements.flatMap((element, i) => {
    const at = `${path}/${i}`;
    return weightOperation(element, targets[i]?.weight ?? null, at, codec);
  });
  if (moves.length === 0) return [];
  const tests = elements.flatMap((element, i) =>
    codec.identity
      .filter((field) => element[field] !== undefined)
      .map((field) => test(`${path}/${i}/${field}`, element[field])),
  );
  return [...tests, ...moves];
}

function weightOperation(
  element: Fields,
  weight: number | null,
  at: string,
  { weightField, write, says }: TargetCodec,
): PatchOperation[] {
  const path = `${at}/${weightField}`;
  const written = element[weightField];
  if (weight === null) return written === undefined ? [] : [{ op: 'remove', path }];
  if (written !== undefined && says(written, weight)) return [];
  const op = written === undefined ? 'add' : 'replace';
  return [{ op, path, value: write(weight, element) }];
}

function wholeArrayOperations(
  elements: readonly Fields[],
  after: readonly Fields[],
  path: string,
): PatchOperation[] {
  return [test(path, elements), { op: 'replace', path, value: after }];
}

/** The array as it shall be: targets that stay keep everything but their weight. */
function newElements(
  elements: readonly Fields[],
  targets: Intended,
  split: Split,
  codec: TargetCodec,
): readonly Fields[] {
  const byKey = new Map(elements.map((element) => [keyOf(codec.refOf(element)), element]));
  return targets.map((target) => {
    const element = byKey.get(keyOf(target)) ?? codec.newElement(target, split);
    return withWeight(element, target.weight, codec);
  });
}

function withWeight(element: Fields, weight: number | null, codec: TargetCodec): Fields {
  const { weightField, write, says } = codec;
  if (weight !== null) {
    const written = element[weightField];
    if (written !== undefined && says(written, weight)) return element;
    return { ...element, [weightField]: write(weight, element) };
  }
  return Object.fromEntries(Object.entries(element).filter(([field]) => field !== weightField));
}

function test(path: string, value: unknown): PatchOperation {
  return { op: 'test', path, value };
}

function refuse(rule: string, message: string): Result<never, Refusal> {
  return err({ rule, message });
}
