import type * as parseModule from '@/lib/server/objects/parse-yaml';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';

const PARSER = 'lib/server/objects/parse-yaml.ts';

/** Text that is nested so deep, in each way that YAML has; the first are whole objects otherwise. */
const LEVELS: readonly ((levels: number) => string)[] = [
  (levels) => `${'{a: '.repeat(levels)}x${'}'.repeat(levels)}`,
  (levels) => `a: ${'['.repeat(levels)}x${']'.repeat(levels)}`,
  (levels) => `a: ${'{a: ['.repeat(levels)}x${']}'.repeat(levels)}`,
  (levels) => `a:\n  ${'- '.repeat(levels)}x`,
  (levels) => `${'? '.repeat(levels)}x`,
  (levels) => `a: ${'['.repeat(levels)}`,
];

/** From one that any reader can follow, so that a missing bound is seen before it ends the process. */
const DEPTHS = [100, 1000, 100_000];

/** A bomb: each list holds the one before it many times over. */
function bombOf(lists: number, times: number): string {
  const name = (i: number) => `n${i}`;
  return Array.from({ length: lists }, (_, i) => {
    const item = i === 0 ? 'x' : `*${name(i - 1)}`;
    return `${name(i)}: &${name(i)} [${Array.from({ length: times }, () => item).join(', ')}]`;
  }).join('\n');
}

/** Values that JSON cannot say, or that two readers understand differently; each stands at every place of PLACES. */
const VALUES = [
  ...['*x', '&x 1', '&x {b: 1}', '&x [1]', '!!binary aGk=', '!!set {b, c}', '!!str 1', '!!int "7"'],
  ...['!run "rm"', '!!js/function "function(){}"', '!!python/object/apply:os.system ["id"]', '! a'],
  ...[
    '.nan',
    '.NaN',
    '.inf',
    '-.inf',
    '9007199254740993',
    '-9007199254740993',
    '1e400',
    '0x7fffffffffffffffff',
  ],
  ...[
    '{b: 1, b: 2}',
    '{1: a}',
    '{~: a}',
    '{true: a}',
    '{[a]: b}',
    '{1.5: a}',
    '{? {a: b} : c}',
    '{<<: *x}',
  ],
];

const PLACES: readonly ((value: string) => string)[] = [
  (value) => `kind: ${value}\n`,
  (value) => `spec:\n  weight: ${value}\n`,
  (value) => `spec:\n  http:\n  - route: [${value}]\n`,
  (value) => `metadata: {name: cart, labels: {app: ${value}}}\n`,
  (value) => `# harmless\n---\nspec: {a: [{b: ${value}}]}\n`,
];

const TEXTS = [
  ...VALUES.flatMap((value) => PLACES.map((place) => place(value))),
  ...DEPTHS.flatMap((levels) => LEVELS.map((nested) => nested(levels))),
  ...LEVELS.map((nested) => `kind: A\nspec: {a: [b, c]}\nz:\n  ${nested(100_000)}`),
  ...[2, 9, 30].map((lists) => bombOf(lists, 9)),
  ...[
    'kind: A\n---\nkind: B\n',
    'kind: A\n...\n---\nkind: Secret\n',
    '{"kind":"A"}\n--- {"kind":"B"}',
  ],
  ...['kind: A\nkind: B\n', 'metadata:\n  name: a\n  name: b\n', '{"a":1,"a":2}', '"a": 1\na: 2\n'],
  ...['', '~', '[]', 'text', '7', '- kind: A', '--- |\n  kind: A\n', '%YAML 1.2\n', '\0', '\ud800'],
];

describeAbuse('T19: a text that is not one plain object', {
  product: (load) => load<typeof parseModule>(PARSER),
  works({ parseObjectYaml }) {
    const text = 'kind: A # why\nspec:\n  http:\n  - {weight: 50, on: yes, "a1": .5}\n';
    const parsed = parseObjectYaml(text);
    const said = JSON.stringify(parsed.ok ? parsed.value : parsed.error);
    if (said !== '{"kind":"A","spec":{"http":[{"weight":50,"on":"yes","a1":0.5}]}}') {
      throw new Error(`a plain object is read as ${said}`);
    }
  },
  attack: ({ parseObjectYaml }) =>
    tryEach(TEXTS, (text) => {
      const parsed = parseObjectYaml(text);
      return parsed.ok ? `taken as ${JSON.stringify(parsed.value).slice(0, 100)}` : null;
    }),
  atLeast: 170,
  defects: [
    edit('a bound of depth', PARSER, 'parser.stack.length > MAX_DEPTH', 'false'),
    {
      without: 'the refusal of aliases and the most of them',
      edits: [
        { file: PARSER, find: 'isAlias(node) ? ANCHORS :', replace: 'false ? ANCHORS :' },
        { file: PARSER, find: 'if (node.anchor !== undefined) return ANCHORS;', replace: '' },
        { file: PARSER, find: 'maxAliasCount: 0', replace: 'maxAliasCount: -1' },
      ],
    },
    edit('the refusal of anchors', PARSER, 'if (node.anchor !== undefined) return ANCHORS;', ''),
    edit(
      'the refusal of tags',
      PARSER,
      'return node.tag === undefined ? null : TAGS;',
      'return null;',
    ),
    edit(
      'the refusal of other keys',
      PARSER,
      "key === 'key' && typeof value !== 'string'",
      'false',
    ),
    edit('the look at numbers', PARSER, "typeof value === 'number' && !isExact(value)", 'false'),
    edit(
      'the look at digits',
      PARSER,
      '(!Number.isInteger(value) || Number.isSafeInteger(value))',
      'true',
    ),
    edit('the refusal of a second document', PARSER, 'if (second !== undefined) {', 'if (false) {'),
    edit('keys that are there once', PARSER, 'uniqueKeys: true', 'uniqueKeys: false'),
    edit(
      'the look at what is wrong or odd in the text',
      PARSER,
      'if (problem !== undefined) {',
      'if (false) {',
    ),
    edit('the demand of an object', PARSER, 'isRecord(value) ? ok(value)', 'true ? ok(value)'),
  ],
});
