import fc from 'fast-check';

/** Becomes a number that is too large for any: JSON may hold it, and it is read as infinite. */
const INFINITE = '\u0001infinite';

/** What somebody's JSON may hold in the place of what should be there. */
const STRANGE: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    -1e308,
    5e-324,
    2 ** 53,
    -(2 ** 53),
    2 ** 31,
    1e21,
    INFINITE,
  ],
  ...[
    '',
    ' ',
    'NaN',
    '+Inf',
    '-Inf',
    'Inf',
    'Infinity',
    '1e400',
    '-1e400',
    '0x10',
    '1_000',
    '1,5',
    ' 1',
    '1 ',
  ],
  ...[
    '-5',
    '-0',
    '.5',
    '5.',
    '1e5',
    '+1',
    '٥',
    'null',
    'undefined',
    '__proto__',
    'constructor',
    'toString',
  ],
  ...[
    '<img src=x onerror=alert(1)>',
    'x'.repeat(5000),
    '99999999999999999999',
    '1e-400',
    'AAAA',
    'zz',
    '\0',
  ],
  ...[
    [],
    {},
    [[]],
    [null],
    [0],
    ['x'],
    { a: 'b' },
    [1, '1', 2],
    { length: 5 },
    { toString: 1 },
    '\ud800',
  ],
];

type Change = (value: unknown) => unknown;

const CHANGES: readonly Change[] = [
  ...STRANGE.map((strange) => () => strange),
  () => undefined,
  (value) => JSON.stringify(value),
  (value) => [...itemsOf(value), ...itemsOf(value)],
  (value) => itemsOf(value).toReversed(),
  (value) => ({ value }),
];

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** What a broken connection, a proxy or another program makes of a whole answer. */
const SPOILT: readonly ((text: string) => string)[] = [
  ...[0, 1, 0.25, 0.5, 0.9].map((part) => (text: string) => text.slice(0, text.length * part - 1)),
  () => '',
  () => 'null',
  () => '[]',
  () => '{}',
  () => '"text"',
  () => '<!doctype html><title>502</title>',
  (text) => `${text}${text}`,
  (text) => `\ufeff${text}`,
  (text) => text.replaceAll('"', "'"),
  (text) =>
    text.replace(
      '{',
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},',
    ),
];

/** The same value with a change in the place of this number, counted from the outside in. */
function changed(value: unknown, place: number, change: Change): unknown {
  let at = -1;
  const visit = (each: unknown): unknown => {
    at += 1;
    if (at === place) return change(each);
    if (Array.isArray(each)) return each.map(visit);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inner]) => [key, visit(inner)]));
  };
  return visit(value);
}

function sizeOf(value: unknown): number {
  let count = 0;
  JSON.stringify(value, (_, each: unknown) => {
    count += 1;
    return each;
  });
  return count;
}

/** So many bodies that are nearly the JSON of a value, the same in every run. */
export function mutantsOf(value: unknown, count: number): readonly string[] {
  const size = sizeOf(value);
  const mutant = fc
    .array(fc.tuple(fc.nat(size - 1), fc.constantFrom(...CHANGES)), { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((body, [at, change]) => changed(body, at, change), value));
  const bodies = fc.sample(mutant, count - SPOILT.length).map((body) => textOf(body));
  return [...SPOILT.map((spoil) => spoil(JSON.stringify(value))), ...bodies];
}

/** JSON; of nothing at all, an empty body. */
function textOf(body: unknown): string {
  if (body === undefined) return '';
  return JSON.stringify(body).replaceAll(JSON.stringify(INFINITE), '1e400');
}
