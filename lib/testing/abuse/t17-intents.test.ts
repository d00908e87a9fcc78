import type * as splitsModule from '@/lib/contract/splits';
import type { MeshAdapter } from '@/lib/mesh/adapter';
import type * as istioModule from '@/lib/mesh/istio/adapter';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { objectWith, splitOf, to } from '@/lib/testing/istio-split';

const WEIGHTS = 'lib/domain/weights.ts';
const TARGETS = 'lib/mesh/target-list.ts';
const INTENT = 'lib/contract/splits.ts';

/** A weight as it stands in a body; the bad ones are in no mesh a weight. */
const BAD = [
  ...[
    '-1',
    '-0.5',
    '1e309',
    '-1e309',
    '"50"',
    '""',
    '"1e3"',
    '33.333',
    '50.0000001',
    '2147483648',
    '1e21',
  ],
  ...[
    '9007199254740993',
    'true',
    'false',
    '[]',
    '[50]',
    '{}',
    '{"value":50}',
    '5e-324',
    '"NaN"',
    '"٥٠"',
  ],
];
const GOOD = ['0', '50', '100', 'null'];

const target = (host: string, subset: string | null, weight: string, more = '') =>
  `{"host":"${host}"${subset === null ? '' : `,"subset":"${subset}"`},"weight":${weight}${more}}`;
const body = (...targets: readonly string[]) =>
  `{"resourceVersion":"41","targets":[${targets.join(',')}]}`;
const cart = (subset: string, weight: string, more = '') => target('cart', subset, weight, more);

/** Bodies about the split v1 90, v2 10 of the host cart, which also has a subset v3. */
const BODIES: readonly string[] = [
  ...BAD.flatMap((bad) =>
    [...BAD, ...GOOD].map((other) => body(cart('v1', bad), cart('v2', other))),
  ),
  ...BAD.flatMap((bad) => GOOD.map((good) => body(cart('v1', good), cart('v2', bad)))),
  ...['0', 'null'].flatMap((none) =>
    ['0', 'null'].map((other) => body(cart('v1', none), cart('v2', other))),
  ),
  ...['NaN', 'Infinity', '+50', '050', '.5', '50.', '0x32', "'50'", '50,', ''].map((odd) =>
    body(cart('v1', odd), cart('v2', '10')),
  ),
  body(cart('v1', '50'), cart('v9', '50')),
  body(cart('v1', '50'), cart('v2', '25'), cart('v9', '25')),
  body(target('evil.example', 'v1', '50'), cart('v2', '50')),
  body(target('cart', null, '50'), cart('v2', '50')),
  body(cart('v1', '50'), cart('v2', '25', ',"port":80')),
  body(cart('v1', '50'), cart('v1', '50')),
  body(cart('v1', '50'), cart('v2', '25'), cart('v2', '25')),
  body(cart('v2', '10'), cart('v1', '90')),
  body(cart('v2', '50'), cart('v1', '50')),
  body(cart('v3', '50'), cart('v1', '50')),
  body(cart('v1', '50'), cart('v3', '50')),
  body(cart('v1', '90'), cart('v2', '10')),
  body(),
  body(...Array.from({ length: 65 }, () => cart('v1', '1'))),
  body(cart('v1', '50', ',"admin":true'), cart('v2', '50')),
  body(cart('v1', '50', ',"port":0'), cart('v2', '50')),
  body(cart('v1', '50', ',"port":65536'), cart('v2', '50')),
  '{"targets":[]}',
  `{"resourceVersion":41,"targets":[${cart('v1', '50')},${cart('v2', '50')}]}`,
  `{"resourceVersion":"","targets":[${cart('v1', '50')},${cart('v2', '50')}]}`,
  `{"resourceVersion":"40","targets":[${cart('v1', '50')},${cart('v2', '50')}]}`,
  'null',
  '[]',
  '{}',
];

interface Product {
  readonly schema: (typeof splitsModule)['splitIntentSchema'];
  readonly mesh: MeshAdapter;
}

/** What a body would make us write: null when nothing is. */
function writtenFor({ schema, mesh }: Product, text: string): string | null {
  const object = objectWith(to('v1', 90), to('v2', 10));
  const intent = schema.safeParse(jsonOf(text));
  if (!intent.success) return null;
  const change = mesh.changeSplit(splitOf(object), object, intent.data);
  return change.ok ? `writes ${JSON.stringify(change.value.patch)}` : null;
}

/** The value of a body; what is no JSON is refused before anybody looks at it. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describeAbuse<Product>('T17: an intent that no mesh could carry out', {
  product: async (load) => ({
    schema: (await load<typeof splitsModule>(INTENT)).splitIntentSchema,
    mesh: (await load<typeof istioModule>('lib/mesh/istio/adapter.ts')).istio,
  }),
  works(product) {
    const good = [
      body(cart('v1', '50'), cart('v2', '50')),
      body(cart('v1', '1'), cart('v2', '2147483646')),
    ];
    if (good.some((text) => writtenFor(product, text) === null))
      throw new Error('nothing is ever written');
  },
  attack: (product) => tryEach(BODIES, (text) => writtenFor(product, text)),
  atLeast: 600,
  defects: [
    edit(
      'a schema of weights',
      INTENT,
      '        weight: z.number().nullable(),',
      '        weight: z.coerce.number().nullable(),',
    ),
    edit(
      'an intent that is closed',
      INTENT,
      '      z.strictObject({\n        host',
      '      z.object({\n        host',
    ),
    edit(
      'the refusal of what is below zero',
      WEIGHTS,
      "if (weight < 0) return { rule: 'negative'",
      "if (weight === -2) return { rule: 'negative'",
    ),
    edit(
      'the refusal of fractions',
      WEIGHTS,
      'step === 1 ? Number.isInteger(weight) :',
      'step === 1 ? true :',
    ),
    edit('a largest weight', WEIGHTS, 'if (weight > max)', 'if (weight > 1e300)'),
    edit(
      'the refusal of nothing for anybody',
      WEIGHTS,
      'if (refusesAllZero && needsSome && total === 0)',
      'if (refusesAllZero && needsSome && total < 0)',
    ),
    edit(
      'the list of targets that exist',
      TARGETS,
      'if (unknown !== undefined) {',
      'if (unknown?.host === "") {',
    ),
    edit(
      'the refusal of a target that comes twice',
      TARGETS,
      'if (new Set(wanted).size !== wanted.length) {',
      'if (wanted.length > 1e9) {',
    ),
    {
      without: 'the refusal to lose a target, in either of two places',
      edits: [
        {
          file: TARGETS,
          find: 'if (missing !== undefined) {',
          replace: 'if (missing?.host === "") {',
        },
        {
          file: TARGETS,
          find: 'if (current.some((key, i) => key !== wanted[i])) {',
          replace: 'if (current.length > 1e9) {',
        },
      ],
    },
    edit(
      'the order of the object',
      TARGETS,
      'if (current.some((key, i) => key !== wanted[i])) {',
      'if (current.length > 1e9) {',
    ),
    edit(
      'a look at the version',
      'lib/mesh/split-change.ts',
      'intent.resourceVersion !== resourceVersion',
      'false',
    ),
  ],
});
