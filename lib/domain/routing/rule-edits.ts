import { pointerOf, valueAt } from '@/lib/domain/pointer';
import type { ConditionForm, RoutingDialect, RuleForm } from '@/lib/domain/routing/dialect';
import type { ReadCondition, ReadMatch, ReadRule } from '@/lib/domain/routing/read-rules';
import { fill, type Filled } from '@/lib/domain/routing/template';
import type { YamlEdit } from '@/lib/domain/yaml-edit';

/** Adds a rule before all others, where order counts, so that it is not dead from the start. */
export function addRule({ rules, newRule }: RoutingDialect): readonly YamlEdit[] {
  return [{ op: 'insert', list: rules, index: 0, value: newRule }];
}

export function removeRule({ rules }: RoutingDialect, { path }: ReadRule): readonly YamlEdit[] {
  return [{ op: 'remove', path, keep: rules }];
}

export function moveRule({ rules }: RoutingDialect, from: number, to: number): readonly YamlEdit[] {
  return [{ op: 'move', list: rules, from, to }];
}

/** Puts a condition into a match; into a new one where the rule has none. */
export function addCondition(
  object: unknown,
  rule: ReadRule & { readonly form: RuleForm },
  match: ReadMatch | undefined,
  form: ConditionForm,
  filled: Filled,
): readonly YamlEdit[] {
  const list = rule.path + rule.form.body + rule.form.match;
  if (match !== undefined || rule.form.matches === 'one') {
    const path = match?.path ?? list;
    return written(object, path, form, filled);
  }
  if (valueAt(object, list + pointerOf(0)) !== undefined) {
    // The first match asks for nothing: it is the one that gets a condition.
    return written(object, list + pointerOf(0), form, filled);
  }
  return [
    { op: 'insert', list, index: 0, value: {} },
    ...written(object, list + pointerOf(0), form, filled),
  ];
}

/** Adds a match beside the others, of which any will do. */
export function addMatch(
  rule: ReadRule & { readonly form: RuleForm },
  form: ConditionForm,
  filled: Filled,
): readonly YamlEdit[] {
  const list = rule.path + rule.form.body + rule.form.match;
  const index = rule.matches.length;
  return [
    { op: 'insert', list, index, value: {} },
    ...written(undefined, list + pointerOf(index), form, filled),
  ];
}

function written(
  object: unknown,
  match: string,
  form: ConditionForm,
  filled: Filled,
): readonly YamlEdit[] {
  const at = match + form.at;
  const value = fill(form.template, filled);
  switch (form.shape) {
    case 'one':
      return [{ op: 'set', path: at, value }];
    case 'map':
      return [{ op: 'set', path: at + pointerOf(filled.name), value }];
    case 'texts':
      return [{ op: 'set', path: at, value: textsOf(filled.value) }];
    case 'list': {
      const known = valueAt(object, at);
      const index = Array.isArray(known) ? known.length : 0;
      return [{ op: 'insert', list: at, index, value }];
    }
  }
}

/** Gives a condition another value, in its place. */
export function changeCondition(
  condition: ReadCondition,
  form: ConditionForm,
  value: string,
): readonly YamlEdit[] {
  if (form.shape === 'texts') return [{ op: 'set', path: condition.path, value: textsOf(value) }];
  const filled = { name: condition.name ?? '', value };
  return [{ op: 'set', path: condition.path, value: fill(form.template, filled) }];
}

/** Takes a condition out, and its match when it was the only one. */
export function removeCondition(
  rule: ReadRule,
  match: ReadMatch,
  condition: ReadCondition,
): readonly YamlEdit[] {
  const isLast = match.conditions.length === 1 && match.others.length === 0;
  const path = isLast && rule.form?.matches === 'any' ? match.path : condition.path;
  return [{ op: 'remove', path, keep: rule.path }];
}

function textsOf(value: string): readonly string[] {
  return value
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
