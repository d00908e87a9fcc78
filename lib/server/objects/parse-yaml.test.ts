import { describe, expect, it } from 'vitest';
import { parseObjectYaml } from '@/lib/server/objects/parse-yaml';

const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index) => {
    const before = '*' + String.fromCharCode(97 + index);
    return `${name}: &${name} [${Array.from({ length: 9 }, () => before).join(', ')}]`;
  }),
].join('\n');

const REFUSED: readonly (readonly [string, string, string, number | null])[] = [
  ['nothing', '', 'yaml', null],
  ['only a comment', '# later', 'yaml', null],
  ['a text', 'kind', 'object', 1],
  ['a list', '- kind: A', 'object', 1],
  ['null', 'null', 'object', 1],
  ['a number', '7', 'object', 1],
  ['two documents', 'kind: A\n---\nkind: B\n', 'documents', 2],
  ['a key twice', 'kind: A\nspec:\n  host: a\n  host: b\n', 'yaml', 4],
  ['a broken indentation', 'kind: A\n spec: 1\n', 'yaml', 1],
  ['a tab for indentation', 'kind: A\nspec:\n\thost: a\n', 'yaml', 3],
  ['a list that is not closed', 'spec: [1, 2', 'yaml', 1],
  ['a bomb of aliases', bomb, 'anchors', 1],
  ['one alias', 'a: &x {b: 1}\nc: *x\n', 'anchors', 1],
  ['an alias of nothing', 'a: *x\n', 'anchors', 1],
  ['a merge of maps', 'a: &x {b: 1}\nc:\n  <<: *x\n', 'anchors', 1],
  ['a tag of our own', 'a: !run "rm"\n', 'yaml', 1],
  ['a tag for a function', 'a: !!js/function "function(){}"\n', 'yaml', 1],
  ['bytes', 'a: !!binary aGk=\n', 'tags', 1],
  ['a set', 'a: !!set {b, c}\n', 'tags', 1],
  ['a number for a key', 'spec:\n  1: a\n', 'keys', 2],
  ['a list for a key', '? [a]\n: b\n', 'keys', 1],
  ['null for a key', 'spec:\n  ~: a\n', 'keys', 2],
  ['a number that is none', 'spec:\n  weight: .nan\n', 'numbers', 2],
  ['a number without an end', 'spec:\n  weight: .inf\n', 'numbers', 2],
  ['more digits than a number has', 'spec:\n  weight: 9007199254740993\n', 'numbers', 2],
  ['deep lists', `a: ${'['.repeat(5000)}`, 'depth', null],
  ['deep lists, closed', `a: ${'['.repeat(100)}${']'.repeat(100)}`, 'depth', null],
  ['deep maps', `a: ${'{a: '.repeat(100)}`, 'depth', null],
  ['lists in lists on one line', `${'- '.repeat(100_000)}x`, 'depth', null],
  ['keys in keys on one line', `${'? '.repeat(100_000)}x`, 'depth', null],
  [
    'deep indentation',
    Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    'depth',
    null,
  ],
];

describe('a text that is no object', () => {
  it.each(REFUSED)('is refused: %s', (_, text, rule, line) => {
    const parsed = parseObjectYaml(text);
    if (parsed.ok) throw new Error(`taken as ${JSON.stringify(parsed.value).slice(0, 100)}`);
    expect(parsed.error.rule).toBe(rule);
    expect(parsed.error.message).not.toBe('');
    if (line !== null) expect(parsed.error.causes[0]?.line).toBe(line);
  });
});

describe('a text that is an object', () => {
  it.each([
    ['comments', '# a\nkind: A # b\n', { kind: 'A' }],
    ['a document mark', '---\nkind: A\n', { kind: 'A' }],
    ['JSON', '{"kind":"A","spec":{"n":1.5}}', { kind: 'A', spec: { n: 1.5 } }],
    ['words that older readers took for true', 'a: yes\nb: on\n', { a: 'yes', b: 'on' }],
    ['a text of digits', 'a: "080"\nb: 1e3\n', { a: '080', b: 1000 }],
    ['a block of text', 'a: |\n  x\n  y\n', { a: 'x\ny\n' }],
    ['brackets in a text', `a: "${'['.repeat(200)}"`, { a: '['.repeat(200) }],
    ['an empty value', 'spec:\n', { spec: null }],
  ])('is read: %s', (_, text, value) => {
    expect(parseObjectYaml(text)).toEqual({ ok: true, value });
  });

  it('keeps a key __proto__ as a key', () => {
    const parsed = parseObjectYaml('spec:\n  __proto__:\n    admin: true\n');
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect(JSON.stringify(parsed.value)).toBe('{"spec":{"__proto__":{"admin":true}}}');
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });
});
