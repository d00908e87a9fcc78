import { pointerOf, valueAt } from '@/lib/domain/pointer';
import type { Destination, TargetForm } from '@/lib/domain/routing/dialect';
import { targetName, type ReadRule, type ReadTarget } from '@/lib/domain/routing/read-rules';
import type { YamlEdit } from '@/lib/domain/yaml-edit';

/** What a lone target is given before another comes, so that weights can be read as percentages. */
const WHOLE = 100;

/**
 * Gives a rule a further target, which gets nothing yet; the first of a rule gets everything.
 *
 * @param form How the dialect writes targets, as a list.
 */
export function addTarget(
  rule: Pick<ReadRule, 'targets'>,
  list: string,
  form: TargetForm,
  { element }: Destination,
): readonly YamlEdit[] {
  const { targets } = rule;
  const index = targets.length;
  const insert: YamlEdit = { op: 'insert', list, index, value: element };
  const { weight } = form;
  if (weight === undefined) return [insert];
  const weigh = (path: string, value: number): YamlEdit => ({
    op: 'set',
    path: path + weight,
    value,
  });
  const [lone] = targets;
  if (lone === undefined) return [insert, weigh(list + pointerOf(0), WHOLE)];
  return [
    ...(targets.length === 1 ? [weigh(lone.path, WHOLE)] : []),
    insert,
    weigh(list + pointerOf(index), 0),
  ];
}

/** Sends the requests of a rule with a single target elsewhere; what else the target says stays. */
export function changeTarget(
  rule: Pick<ReadRule, 'path'>,
  target: ReadTarget,
  { name, namespace, subset }: TargetForm,
  { element }: Destination,
): readonly YamlEdit[] {
  const places = [name, namespace, subset].filter((at) => at !== undefined);
  return places.flatMap((at): readonly YamlEdit[] => {
    const value = valueAt(element, at);
    const path = target.path + at;
    if (value !== undefined) return [{ op: 'set', path, value }];
    if (valueAt(target.element, at) === undefined) return [];
    return [{ op: 'remove', path, keep: rule.path }];
  });
}

export function removeTarget({ path }: ReadRule, target: ReadTarget): readonly YamlEdit[] {
  return [{ op: 'remove', path: target.path, keep: path }];
}

/**
 * Gives a target another weight.
 *
 * @returns Null where the text is no weight: a whole number, 0 or more.
 */
export function weighTarget(
  target: ReadTarget,
  { weight = '' }: TargetForm,
  text: string,
): readonly YamlEdit[] | null {
  if (!/^\d{1,9}$/.test(text.trim())) return null;
  return [{ op: 'set', path: target.path + weight, value: Number(text) }];
}

/** Where the rules of an object may lead: to what its mesh offers, and to what any of them leads to already. */
export function destinationsOf(
  offered: readonly Destination[],
  rules: readonly ReadRule[],
): readonly Destination[] {
  const known = new Map(offered.map((each) => [each.to, each]));
  for (const { form, targets } of rules) {
    for (const { element } of form === null ? [] : targets) {
      const found = form === null ? null : withoutWeight(element, form.targets);
      if (found !== null && !known.has(found.to)) known.set(found.to, found);
    }
  }
  return [...known.values()];
}

function withoutWeight(element: unknown, form: TargetForm): Destination | null {
  const to = targetName(element, form);
  if (to === null) return null;
  const kept = Object.entries(Object(element) as Record<string, unknown>).filter(
    ([key]) => `/${key}` !== form.weight,
  );
  return { to, element: Object.fromEntries(kept) };
}
