import type * as splitsModule from '@/lib/contract/splits';
import type * as logfmtModule from '@/lib/domain/logfmt';
import type * as flagsModule from '@/lib/domain/response-flags';
import type * as yamlModule from '@/lib/server/objects/to-yaml';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { span, TRACE_ID } from '@/lib/testing/fake-jaeger';
import type * as vectorModule from '@/lib/upstream/prometheus/vector';
import type * as draftModule from '@/lib/upstream/tracing/draft';
import type * as otlpModule from '@/lib/upstream/tracing/otlp';
import type * as v3Module from '@/lib/upstream/tracing/jaeger-v3';
import type * as tonesModule from '@/lib/viz/charts/tones';
import type * as fieldsModule from '@/lib/mesh/fields';

/** Names that mean something to every object of JavaScript. */
const NAMES = [
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'toLocaleString',
    'valueOf',
    'hasOwnProperty',
  ],
  ...[
    'isPrototypeOf',
    'propertyIsEnumerable',
    '__defineGetter__',
    '__defineSetter__',
    '__lookupGetter__',
  ],
  ...[
    '__lookupSetter__',
    'then',
    'length',
    'toJSON',
    '__proto__.polluted',
    'constructor.prototype',
  ],
];

interface Product {
  readonly splits: typeof splitsModule;
  readonly logfmt: typeof logfmtModule;
  readonly flags: typeof flagsModule;
  readonly yaml: typeof yamlModule;
  readonly vector: typeof vectorModule;
  readonly draft: typeof draftModule;
  readonly otlp: typeof otlpModule;
  readonly v3: typeof v3Module;
  readonly tones: typeof tonesModule;
  readonly fields: typeof fieldsModule;
}

/** An object as JSON makes it: a name that is `__proto__` is one of its own members. */
function json(name: string, value: string): unknown {
  return JSON.parse(`{${JSON.stringify(name)}:${value}}`);
}

/** Takes no name that it does not know, however ordinary. */
const INTENT = 'a field of an intent';

/** Everywhere that a name from outside goes in, and what must come out: null when it does. */
const PLACES: readonly (readonly [string, (product: Product, name: string) => string | null])[] = [
  [
    'a label',
    ({ vector }, name) => {
      const { samples } = vector.readVector('vector', [
        { metric: json(name, '"x"'), value: [1, '1'] },
      ]);
      return samples[0]?.labels.get(name) === 'x' ? null : 'the label is gone';
    },
  ],
  [
    'a label of an object',
    ({ fields }, name) => {
      const labels = fields.labelsOf(json(name, '"x"'));
      return Object.hasOwn(labels, name) && labels[name] === 'x' ? null : 'the label is gone';
    },
  ],
  [
    'a tag of a span',
    ({ otlp, draft }, name) => {
      const tags = tagsOf({ otlp, draft }, [{ key: name, value: { stringValue: 'x' } }]);
      return tags.some(([key, value]) => key === name && value === 'x') ? null : 'the tag is gone';
    },
  ],
  [
    'a key in the value of a tag',
    ({ otlp, draft }, name) => {
      const inner = {
        kvlistValue: {
          values: [
            {
              key: name,
              value: { kvlistValue: { values: [{ key: 'polluted', value: { boolValue: true } }] } },
            },
          ],
        },
      };
      const tags = tagsOf({ otlp, draft }, [{ key: 'map', value: inner }]);
      const wanted = `{${JSON.stringify(name)}:{"polluted":true}}`;
      return tags.some(([, value]) => value === wanted)
        ? null
        : `is shown as ${JSON.stringify(tags)}`;
    },
  ],
  [
    'a tag that is searched for',
    ({ logfmt, v3 }, name) => {
      const read = logfmt.parseLogfmt(`${name}=x`);
      const asked = read.ok ? v3.tagsJson(read.value) : '';
      return asked === `{${JSON.stringify(name)}:"x"}` ? null : `is asked for as ${asked}`;
    },
  ],
  [
    'a response flag',
    ({ flags }, name) => {
      const [found] = flags.explainFlags(name);
      return found?.flag === name && found.meaning === null
        ? null
        : `means ${String(found?.meaning)}`;
    },
  ],
  [
    'a line of a chart',
    ({ tones }, name) => {
      const tone = tones.tonesOf([name, 'p95']).get(name);
      const isTone = tone?.kind === 'series' && Number.isInteger(tone.color);
      return isTone ? null : `looks like ${JSON.stringify(tone)}`;
    },
  ],
  [
    INTENT,
    ({ splits }, name) => {
      const intent = { resourceVersion: '1', targets: [{ host: 'a', weight: 1 }] };
      const body: unknown = JSON.parse(
        `${JSON.stringify(intent).slice(0, -1)},${JSON.stringify(name)}:{"polluted":1}}`,
      );
      return splits.splitIntentSchema.safeParse(body).success ? 'is taken' : null;
    },
  ],
  [
    'a field of an object in YAML',
    ({ yaml }, name) => {
      const text = yaml.toYaml({ spec: json(name, '{"polluted":true}') });
      return text.includes(`${name}:`) && text.includes('polluted: true')
        ? null
        : `is shown as ${text}`;
    },
  ],
];

function tagsOf({ otlp, draft }: Pick<Product, 'otlp' | 'draft'>, attributes: readonly object[]) {
  const collector = draft.createTraceCollector(10);
  const spans = [span('0a', '1787500000000001500', { attributes })];
  otlp.readOtlp([{ scopeSpans: [{ spans }] }], collector);
  return collector.traces().find(({ traceId }) => traceId === TRACE_ID)?.spans[0]?.tags ?? [];
}

/** What every object has; nothing may be added to it or changed in it. */
const ORIGINAL = new Map(
  Reflect.ownKeys(Object.prototype).map((key) => [key, Reflect.get(Object.prototype, key)]),
);

function pollution(): string | null {
  const now = Reflect.ownKeys(Object.prototype);
  if ('polluted' in {} || now.length !== ORIGINAL.size) return 'every object is polluted';
  return now.every((key) => Reflect.get(Object.prototype, key) === ORIGINAL.get(key))
    ? null
    : 'every object is changed';
}

const ATTACKS = PLACES.flatMap(([place, judge]) => NAMES.map((name) => ({ place, name, judge })));

const VALUES = 'lib/upstream/tracing/otlp-values.ts';
const assigned = (entries: string) =>
  `${entries}.reduce((all: Record<string, unknown>, [key, value]) => { all[key] = value; return all; }, {})`;

describeAbuse<Product>('T16: a name that every object knows', {
  product: async (load) => ({
    splits: await load('lib/contract/splits.ts'),
    logfmt: await load('lib/domain/logfmt.ts'),
    flags: await load('lib/domain/response-flags.ts'),
    yaml: await load('lib/server/objects/to-yaml.ts'),
    vector: await load('lib/upstream/prometheus/vector.ts'),
    draft: await load('lib/upstream/tracing/draft.ts'),
    otlp: await load('lib/upstream/tracing/otlp.ts'),
    v3: await load('lib/upstream/tracing/jaeger-v3.ts'),
    tones: await load('lib/viz/charts/tones.ts'),
    fields: await load('lib/mesh/fields.ts'),
  }),
  works(product) {
    for (const [place, judge] of PLACES.filter(([place]) => place !== INTENT)) {
      const words = judge(product, 'ordinary');
      if (words !== null) throw new Error(`${place}: ${words}`);
    }
  },
  attack: (product) => tryEach(ATTACKS, ({ name, judge }) => judge(product, name) ?? pollution()),
  atLeast: 150,
  defects: [
    edit(
      'labels that are kept in a map',
      'lib/upstream/prometheus/labels.ts',
      'for (const name in metric) {',
      'for (const name in Object.assign({}, metric)) {',
    ),
    edit(
      'labels of objects that are their own',
      'lib/mesh/fields.ts',
      'return Object.fromEntries(entries.flatMap(',
      `return ((entries: [string, string][]) => ${assigned('entries')})(entries.flatMap(`,
    ),
    edit(
      'values of tags whose keys are their own',
      VALUES,
      'return Object.fromEntries(entries);',
      `return ${assigned('entries')};`,
    ),
    edit(
      'tags that are kept in a map',
      'lib/upstream/tracing/jaeger-v3.ts',
      'Object.fromEntries(tags)',
      assigned('[...tags]'),
    ),
    edit(
      'a map of flags',
      'lib/domain/response-flags.ts',
      'MEANINGS.get(flag)',
      'Object.fromEntries(MEANINGS)[flag]',
    ),
    edit(
      'a map of lines',
      'lib/viz/charts/tones.ts',
      'FIXED.get(name)',
      'Object.fromEntries(FIXED)[name]',
    ),
    edit(
      'an intent that is closed',
      'lib/contract/splits.ts',
      'splitIntentSchema = z.strictObject',
      'splitIntentSchema = z.object',
    ),
  ],
});
