import fc from 'fast-check';

/** Text that has hurt somebody's PromQL: what ends a literal, a matcher, a line or a regular expression. */
export const HOSTILE_TEXT: readonly string[] = [
  ...['"} or up{a="', '"} or vector(1) or x{a="', '",a!="', '"}[5m]) or sum(up{a="', '"', '""'],
  ...[
    '\\',
    '\\"',
    '\\\\"',
    '\\n',
    '\\x22',
    '\\u0022',
    '\\042',
    '\\'.repeat(999),
    `${'\\'.repeat(998)}"`,
  ],
  ...[
    '\n',
    '\r\n',
    '\r',
    '\t',
    '\v',
    '\f',
    '\b',
    '\0',
    'a\nb',
    '\n"} or up{a="',
    '#',
    '"} # ',
    '\n#',
  ],
  ...[
    '`',
    '`} or up{a=`',
    "'",
    "'} or up{a='",
    '{}',
    '{',
    '}',
    '{a="b"}',
    '(',
    ')',
    '[5m]',
    '$1',
    '$&',
  ],
  ...[
    '\u2028',
    '\u2029',
    '\u202e',
    '\u200b',
    '\ufeff',
    '\u0085',
    '\u{1f9ed}',
    'ä',
    'é',
    '\u{10ffff}',
  ],
  ...[
    '.*',
    '.+',
    'a|b',
    '|',
    '(?i)',
    '(?i)A',
    '[',
    '[^a]',
    ']',
    '^',
    '$',
    '^.*$',
    '\\.',
    '\\Q',
    '\\E',
  ],
  ...['\\pL', '\\b', '(?s:.)', 'x{0,}', 'x{1000}', '*', '+', '?', '-', '/', '\\d', 'a.c', '(a)(b)'],
  ...[
    '',
    ' ',
    'offset 1y',
    '@ end()',
    'or',
    'unless',
    '__name__',
    'x'.repeat(10_000),
    '"'.repeat(10_000),
  ],
];

/** Pieces from which attacks are put together. */
const PIECES = [
  '"',
  '\\',
  '}',
  '{',
  '\n',
  '|',
  '.',
  '*',
  'a',
  '`',
  '#',
  '=',
  '(',
  ')',
  '[',
  ']',
  '^',
  '$',
  '?',
  ',',
];

/** Any text at all, hostile text more often. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXT),
  fc.string({ unit: 'binary', maxLength: 24 }),
  fc.constantFrom('\ud800', 'a\udc00b', '"\ud83e'),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom(...HOSTILE_TEXT), fc.constantFrom(...HOSTILE_TEXT))
    .map((pair) => pair.join('').slice(0, 2000)),
);

/** So many texts: every one that is known to hurt, and the rest by chance (the same in every run). */
export function hostileTexts(count: number): readonly string[] {
  return [...HOSTILE_TEXT, ...fc.sample(anyText, Math.max(count - HOSTILE_TEXT.length, 0))];
}
