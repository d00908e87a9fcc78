import { pointerOf, valueAt } from '@/lib/domain/pointer';
import type {
  ConditionForm,
  RouteTable,
  RuleForm,
  Share,
  TargetForm,
} from '@/lib/domain/routing/dialect';
import type { Condition } from '@/lib/domain/routing/request-match';
import { unify } from '@/lib/domain/routing/template';

/** A condition that was read, with where it stands. */
export interface ReadCondition extends Condition {
  readonly formId: string;
  /** JSON Pointer into the object. */
  readonly path: string;
}

/** Conditions all of which must hold. */
export interface ReadMatch {
  /** JSON Pointer into the object; to where a match would be put when the rule has none. */
  readonly path: string;
  readonly conditions: readonly ReadCondition[];
  /** Fields that say more than an example request can tell, by their names. */
  readonly others: readonly string[];
}

/** Where a rule sends requests, with what stands there. */
export interface ReadTarget extends Share {
  /** JSON Pointer into the object. */
  readonly path: string;
  readonly element: unknown;
  /** As written; null when it is left out, or where there are no weights. */
  readonly weight: number | null;
}

export interface ReadRule {
  readonly index: number;
  /** JSON Pointer to the rule. */
  readonly path: string;
  readonly name: string | null;
  /** Null when it is of a kind that takes no requests of HTTP, such as TCP. */
  readonly form: RuleForm | null;
  /** Any of them will do; empty when the rule takes everything. */
  readonly matches: readonly ReadMatch[];
  readonly targets: readonly ReadTarget[];
  /** What the rule does instead of sending requests on; null mostly. */
  readonly instead: string | null;
  readonly priority: number | null;
}

/** Reads the rules of an object. One that is malformed is read as far as it goes. */
export function readRules(
  object: unknown,
  table: Pick<RouteTable, 'dialect'>,
): readonly ReadRule[] {
  const { dialect } = table;
  return elementsAt(object, dialect.rules).map((rule, index) => {
    const path = dialect.rules + pointerOf(index);
    const form = dialect.forms.find(({ body }) => valueAt(rule, body) !== undefined) ?? null;
    const body = form === null ? undefined : valueAt(rule, form.body);
    const name = dialect.nameAt === null ? undefined : valueAt(rule, dialect.nameAt);
    const priority =
      dialect.precedence.priorityAt === undefined
        ? undefined
        : valueAt(rule, dialect.precedence.priorityAt);
    return {
      index,
      path,
      name: typeof name === 'string' ? name : null,
      form,
      matches: form === null ? [] : matchesOf(body, form, path + form.body),
      targets: form === null ? [] : targetsOf(body, form.targets, path + form.body),
      instead: form === null ? null : insteadOf(body, form),
      priority: typeof priority === 'number' ? priority : null,
    };
  });
}

function matchesOf(body: unknown, form: RuleForm, path: string): readonly ReadMatch[] {
  if (form.matches === 'one') {
    const match = readMatch(valueAt(body, form.match), form, path + form.match);
    return match.conditions.length + match.others.length === 0 ? [] : [match];
  }
  const matches = elementsAt(body, form.match).map((match, i) =>
    readMatch(match, form, path + form.match + pointerOf(i)),
  );
  // One that asks for nothing takes everything, whatever the others ask for.
  return matches.some(({ conditions, others }) => conditions.length + others.length === 0)
    ? []
    : matches;
}

/** Reads one match by the forms of its dialect. */
export function readMatch(match: unknown, form: RuleForm, path: string): ReadMatch {
  const conditions: ReadCondition[] = [];
  const others: string[] = [];
  const places = [...new Set(form.conditions.map(({ at }) => at))];
  for (const at of places) {
    const forms = form.conditions.filter((each) => each.at === at);
    const { found, unread } = readPlace(valueAt(match, at), match, forms, path + at);
    conditions.push(...found);
    if (unread) others.push(at.slice(1).replaceAll('/', '.'));
  }
  others.push(...unknownFields(match, form, places));
  return { path, conditions: conditions.filter((each) => !isEverything(each)), others };
}

/** Every path begins with a slash. */
function isEverything({ subject, comparison, value, negated }: Condition): boolean {
  const isPrefix = comparison === 'prefix' || comparison === 'path-prefix';
  return subject === 'path' && isPrefix && value === '/' && negated !== true;
}

interface Place {
  readonly found: readonly ReadCondition[];
  readonly unread: boolean;
}

function readPlace(
  value: unknown,
  match: unknown,
  forms: readonly ConditionForm[],
  path: string,
): Place {
  if (value === undefined) return { found: [], unread: false };
  const shape = forms[0]?.shape ?? 'one';
  const read = (each: unknown, at: string, key?: string) =>
    forms.flatMap((form) => readOne(each, match, form, at, key)).slice(0, 1);
  if (shape === 'one') {
    const found = read(value, path);
    return { found, unread: found.length === 0 };
  }
  if (shape === 'texts') return readTexts(value, forms, path);
  const entries: readonly (readonly [string, unknown])[] = isRecord(value)
    ? Object.entries(value)
    : Array.isArray(value)
      ? value.map((each: unknown, i) => [String(i), each] as const)
      : [];
  const found = entries.flatMap(([key, each]) =>
    read(each, path + pointerOf(key), shape === 'map' ? key : undefined),
  );
  return { found, unread: found.length < entries.length };
}

function readTexts(value: unknown, forms: readonly ConditionForm[], path: string): Place {
  const [form] = forms;
  const texts = Array.isArray(value)
    ? value.filter((each): each is string => typeof each === 'string')
    : [];
  if (form === undefined || texts.length === 0) return { found: [], unread: false };
  const { id, subject, comparison } = form;
  return {
    found: [{ formId: id, subject, comparison, value: texts.join(', '), path }],
    unread: false,
  };
}

function readOne(
  value: unknown,
  match: unknown,
  form: ConditionForm,
  path: string,
  key: string | undefined,
): readonly ReadCondition[] {
  const filled = unify(form.template, value, form.defaults);
  if (filled === null) return [];
  const name = key ?? filled.name;
  return [
    {
      formId: form.id,
      subject: form.subject,
      comparison: form.comparison,
      value: filled.value ?? '',
      path,
      ...(name !== undefined && { name }),
      ...(form.negated === true && { negated: true }),
      ...(form.anyCaseAt !== undefined &&
        valueAt(match, form.anyCaseAt) === true && { anyCase: true }),
    },
  ];
}

function unknownFields(match: unknown, form: RuleForm, places: readonly string[]): string[] {
  if (!isRecord(match)) return [];
  const roots = new Set([...places, ...form.ignored].map((at) => at.split('/')[1]));
  for (const { anyCaseAt } of form.conditions) {
    if (anyCaseAt !== undefined) roots.add(anyCaseAt.split('/')[1]);
  }
  return Object.keys(match).filter((key) => !roots.has(key));
}

function insteadOf(body: unknown, { instead }: RuleForm): string | null {
  return instead.find(({ at }) => valueAt(body, at) !== undefined)?.words ?? null;
}

function targetsOf(body: unknown, form: TargetForm, path: string): readonly ReadTarget[] {
  const at = valueAt(body, form.at);
  const elements: readonly unknown[] =
    form.shape === 'one' ? [at] : Array.isArray(at) ? (at as readonly unknown[]) : [];
  const weights = elements.map((element) => weightOf(element, form));
  const isLone = elements.length === 1 && form.loneTakesAll;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return elements.flatMap((element, i) => {
    const to = targetName(element, form);
    if (to === null) return [];
    const share = isLone ? 1 : total === 0 ? 0 : (weights[i] ?? 0) / total;
    const place = path + form.at + (form.shape === 'one' ? '' : pointerOf(i));
    return [{ to, share, path: place, element, weight: writtenWeight(element, form) }];
  });
}

function weightOf(element: unknown, form: TargetForm): number {
  if (form.weight === undefined) return 1;
  return writtenWeight(element, form) ?? form.absentWeight;
}

function writtenWeight(element: unknown, { weight }: TargetForm): number | null {
  const value = weight === undefined ? undefined : valueAt(element, weight);
  return typeof value === 'number' && value >= 0 ? value : null;
}

/** What a target is called; null when it leads nowhere. */
export function targetName(element: unknown, form: TargetForm): string | null {
  const text = (at: string | undefined) => {
    const value = at === undefined ? undefined : valueAt(element, at);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const name = text(form.name) ?? form.unnamed;
  if (name === null) return null;
  const [namespace, subset] = [text(form.namespace), text(form.subset)];
  const full = namespace === undefined ? name : `${name}.${namespace}`;
  return subset === undefined ? full : `${full} ${subset}`;
}

function elementsAt(root: unknown, pointer: string): readonly unknown[] {
  const value = valueAt(root, pointer);
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
