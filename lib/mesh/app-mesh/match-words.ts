import { fieldsOf, listOf, numberOf, textOf, type Fields } from '@/lib/mesh/fields';

/** The condition of a route in words, all of which must hold; null when it asks for nothing. */
export function matchWords(match: unknown): string | null {
  const fields = fieldsOf(match);
  const parts = [
    ...pathWords(fields),
    ...plainWords(fields),
    ...listOf(fields['headers']).map((header) => valueWords('header', fieldsOf(header))),
    ...listOf(fields['metadata']).map((item) => valueWords('metadata', fieldsOf(item))),
    ...listOf(fields['queryParameters']).map((item) => valueWords('query', fieldsOf(item))),
  ];
  return parts.length === 0 ? null : parts.join(' and ');
}

function pathWords({ prefix, path }: Fields): readonly string[] {
  const { exact, regex } = fieldsOf(path);
  const [begins, whole, like] = [textOf(prefix), textOf(exact), textOf(regex)];
  return [
    // Every path begins with a slash.
    ...(begins === undefined || begins === '/' ? [] : [`path begins with ${begins}`]),
    ...(whole === undefined ? [] : [`path is ${whole}`]),
    ...(like === undefined ? [] : [`path matches ${like}`]),
  ];
}

function plainWords({ method, scheme, serviceName, methodName, port }: Fields): readonly string[] {
  const said = [
    ['method', textOf(method)],
    ['scheme', textOf(scheme)],
    ['service', textOf(serviceName)],
    ['gRPC method', textOf(methodName)],
    ['port', numberOf(port)],
  ] as const;
  return said.flatMap(([name, value]) => (value === undefined ? [] : [`${name} is ${value}`]));
}

function valueWords(what: string, item: Fields): string {
  const name = `${what} ${textOf(item['name']) ?? '?'}`;
  const not = item['invert'] === true;
  const match = fieldsOf(item['match']);
  const range = fieldsOf(match['range']);
  const [start, end] = [numberOf(range['start']), numberOf(range['end'])];
  const said = [
    [textOf(match['exact']), 'is', 'is not'],
    [textOf(match['prefix']), 'begins with', 'does not begin with'],
    [textOf(match['suffix']), 'ends with', 'does not end with'],
    [textOf(match['regex']), 'matches', 'does not match'],
    [
      start === undefined || end === undefined ? undefined : `${start} to below ${end}`,
      'is from',
      'is not from',
    ],
  ] as const;
  const found = said.find(([value]) => value !== undefined);
  if (found === undefined) return not ? `${name} is absent` : `${name} is present`;
  const [value = '', is, isNot] = found;
  return `${name} ${not ? isNot : is} ${value}`;
}
