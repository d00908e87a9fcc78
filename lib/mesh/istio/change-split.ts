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
import { fieldsOf, listOf, textOf, type Fields } from '@/lib/mesh/fields';
import { destinationOf } from '@/lib/mesh/istio/routes';

type Intended = SplitIntent['targets'];

/**
 * Makes an intent exact: the JSON Patch that moves the weights of one `route` array and touches nothing
 * else of the object.
 *
 * The patch is led by tests of the resourceVersion and of each destination in its place, so that an
 * object that changed in between refuses it. Where the list of destinations itself changes (one
 * destination becomes a split over subsets that exist, or such a split goes back to one of its
 * destinations) the whole old array is tested and replaced; a destination that stays keeps its fields.
 *
 * @param object The object as it is now, of which `split` was read.
 * @returns The change, or why there is none: `resource-version` (the intent is about another version of
 *   the object), `shape` (the array is not what the split says), a rule of `refusalOf`,
 *   `unknown-target`, `missing-target`, `duplicate-target`, `order`, or `no-change`.
 */
export function changeSplit(
  split: Split,
  object: KubeObject,
  intent: SplitIntent,
): Result<Change, Refusal> {
  const { resourceVersion } = object.metadata;
  if (resourceVersion === undefined || intent.resourceVersion !== resourceVersion) {
    return refuse('resource-version', 'The object has changed since it was read.');
  }
  const before = routeArrayOf(object, split.carrier.path);
  if (before === null || !isSameList(before.elements.map(destinationOf), split.targets)) {
    return refuse('shape', 'The route no longer has the destinations that were read.');
  }
  const weights = intent.targets.map(({ weight }) => weight);
  const refusal = refusalOf(weights, split.arithmetic) ?? listRefusal(split, intent.targets);
  if (refusal !== null) return err(refusal);

  const after = newElements(before.elements, intent.targets);
  const operations = isSameList(intent.targets, split.targets)
    ? weightOperations(before.elements, intent.targets, split.carrier.path)
    : wholeArrayOperations(before.elements, after, split.carrier.path);
  if (operations.length === 0) return refuse('no-change', 'The weights are already these.');
  return ok({
    carrier: { ...split.carrier, resourceVersion },
    patch: [test('/metadata/resourceVersion', resourceVersion), ...operations],
    before: object,
    after: before.replaced(after),
    warnings: [],
  });
}

/** Which list of targets an intent may ask for, beside the one that is there. */
function listRefusal(split: Split, targets: Intended): Refusal | null {
  const wanted = targets.map(keyOf);
  const current = split.targets.map(keyOf);
  const known = new Set([...current, ...split.candidates.map(keyOf)]);
  const unknown = targets.find((target) => !known.has(keyOf(target)));
  if (unknown !== undefined) {
    const message = `${nameOf(unknown)} is neither a destination of this route nor a subset that exists.`;
    return { rule: 'unknown-target', message };
  }
  if (new Set(wanted).size !== wanted.length) {
    return { rule: 'duplicate-target', message: 'A destination is named twice.' };
  }
  // A split may go back to one of its destinations; it may not lose one unnoticed.
  if (targets.length === 1 && split.targets.length > 1) return null;
  const missing = split.targets.find((target) => !wanted.includes(keyOf(target)));
  if (missing !== undefined) {
    const message = `${nameOf(missing)} is missing. Give it the weight 0 to send it nothing.`;
    return { rule: 'missing-target', message };
  }
  if (current.some((key, i) => key !== wanted[i])) {
    return { rule: 'order', message: 'The destinations are not in the order of the object.' };
  }
  return null;
}

function weightOperations(
  elements: readonly Fields[],
  targets: Intended,
  path: string,
): PatchOperation[] {
  const moves = elements.flatMap((element, i): PatchOperation[] => {
    const weight = targets[i]?.weight ?? null;
    const at = `${path}/${i}/weight`;
    const isWritten = element['weight'] !== undefined;
    if (weight === null) return isWritten ? [{ op: 'remove', path: at }] : [];
    if (element['weight'] === weight) return [];
    return [{ op: isWritten ? 'replace' : 'add', path: at, value: weight }];
  });
  if (moves.length === 0) return [];
  const tests = elements.map((element, i) =>
    test(`${path}/${i}/destination`, element['destination']),
  );
  return [...tests, ...moves];
}

function wholeArrayOperations(
  elements: readonly Fields[],
  after: readonly Fields[],
  path: string,
): PatchOperation[] {
  return [test(path, elements), { op: 'replace', path, value: after }];
}

/** The array as it shall be: destinations that stay keep everything but their weight. */
function newElements(elements: readonly Fields[], targets: Intended): readonly Fields[] {
  const byKey = new Map(elements.map((element) => [keyOf(destinationOf(element)), element]));
  return targets.map((target) =>
    withWeight(byKey.get(keyOf(target)) ?? newElement(target), target.weight),
  );
}

function newElement({ host, subset, port }: TargetRef): Fields {
  return {
    destination: {
      host,
      ...(subset === undefined ? {} : { subset }),
      ...(port === undefined ? {} : { port: { number: port } }),
    },
  };
}

function withWeight(element: Fields, weight: number | null): Fields {
  if (weight !== null) return { ...element, weight };
  return Object.fromEntries(Object.entries(element).filter(([field]) => field !== 'weight'));
}

interface RouteArray {
  readonly elements: readonly Fields[];
  /** The whole object with other elements in this array. */
  replaced(elements: readonly Fields[]): unknown;
}

/** Finds the array at `/spec/<http|tcp|tls>/<index>/route`, or null when it is not there. */
function routeArrayOf(object: KubeObject, path: string): RouteArray | null {
  const [, , kind = '', position = ''] = path.split('/');
  const spec = fieldsOf(object.spec);
  const routes = listOf(spec[kind]);
  const index = Number(position);
  const route = fieldsOf(routes[index]);
  if (!Array.isArray(route['route']) || textOf(kind) === undefined) return null;
  return {
    elements: listOf(route['route']).map(fieldsOf),
    replaced: (elements) => ({
      ...object,
      spec: { ...spec, [kind]: routes.with(index, { ...route, route: elements }) },
    }),
  };
}

function isSameList(a: readonly TargetRef[], b: readonly TargetRef[]): boolean {
  return a.length === b.length && a.every((ref, i) => keyOf(ref) === keyOf(b[i] ?? null));
}

/** What makes two references the same destination. */
function keyOf(ref: TargetRef | null): string {
  return JSON.stringify([ref?.host, ref?.subset ?? null, ref?.port ?? null]);
}

function nameOf({ host, subset }: TargetRef): string {
  return subset === undefined ? host : `Subset ${subset} of ${host}`;
}

function test(path: string, value: unknown): PatchOperation {
  return { op: 'test', path, value };
}

function refuse(rule: string, message: string): Result<never, Refusal> {
  return err({ rule, message });
}
