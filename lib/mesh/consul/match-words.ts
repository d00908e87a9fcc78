import { fieldsOf, listOf, textOf, textsOf, type Fields } from '@/lib/mesh/fields';

/**
 * Says in words what a route of a ServiceRouter asks for; its conditions are AND-ed.
 *
 * @returns Empty when it takes everything.
 */
export function matchWords(match: unknown): string {
  const http = fieldsOf(fieldsOf(match)['http']);
  return [
    ...pathWords(http),
    ...comparedAll('header', http['header']),
    ...comparedAll('query parameter', http['queryParam']),
    ...methodWords(http['methods']),
  ].join(' and ');
}

const PATHS = [
  ['pathExact', 'is'],
  ['pathPrefix', 'starts with'],
  ['pathRegex', 'matches'],
] as const;

function pathWords(http: Fields): string[] {
  const anyCase = http['caseInsensitive'] === true ? ' (in any case)' : '';
  return PATHS.flatMap(([field, verb]) => {
    const text = textOf(http[field]);
    const isEverything = field === 'pathPrefix' && text === '/';
    return text === undefined || isEverything ? [] : [`path ${verb} ${text}${anyCase}`];
  });
}

const COMPARISONS = [
  ['exact', 'is'],
  ['prefix', 'starts with'],
  ['suffix', 'ends with'],
  ['regex', 'matches'],
] as const;

function comparedAll(subject: string, value: unknown): string[] {
  return listOf(value).map((entry) => {
    const condition = fieldsOf(entry);
    const words = compared(`${subject} ${textOf(condition['name']) ?? ''}`, condition);
    return condition['invert'] === true ? `not (${words})` : words;
  });
}

function compared(subject: string, condition: Fields): string {
  const found = COMPARISONS.find(([field]) => textOf(condition[field]) !== undefined);
  if (found === undefined) return `${subject} is present`;
  const [field, verb] = found;
  const anyCase = condition['ignoreCase'] === true ? ' (in any case)' : '';
  return `${subject} ${verb} ${textOf(condition[field]) ?? ''}${anyCase}`;
}

function methodWords(value: unknown): string[] {
  const methods = textsOf(value);
  return methods.length === 0 ? [] : [`method is ${methods.join(' or ')}`];
}
