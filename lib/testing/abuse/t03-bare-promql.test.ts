import type * as promqlModule from '@/lib/domain/promql';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { hostileTexts } from '@/lib/testing/abuse/hostile-text';

/** What is built where a name, a number or a span of time stands bare, outside of any literal. */
const BARE: readonly (readonly [string, (promql: typeof promqlModule, text: string) => string])[] =
  [
    ['metric', ({ selector }, text) => selector(text)],
    ['label', ({ selector, equals }, text) => selector('m', [equals(text, 'x')])],
    ['grouping label', ({ sumBy, selector }, text) => sumBy([text], selector('m'))],
    [
      'joining label',
      ({ ofThose, selector }, text) => ofThose([text], selector('m'), selector('n')),
    ],
    ['label to copy', ({ relabelled, selector }, text) => relabelled(selector('m'), 'a', text)],
    ['window', ({ rate }, text) => rate('m', [], Number(text))],
    [
      'offset',
      ({ rate }, text) => rate('m', [], { windowSeconds: 60, offsetSeconds: Number(text) }),
    ],
    [
      'quantile',
      ({ histogramQuantile, selector }, text) => histogramQuantile(Number(text), selector('m')),
    ],
    ['number', ({ times, selector }, text) => times(selector('m'), Number(text))],
  ];

const NAMES = ['metric', 'label', 'grouping label', 'joining label', 'label to copy'];
const NUMBERS = ['NaN', 'Infinity', '-Infinity', '1e309', '0.5e-400x'];

const BARE_ATTACKS = BARE.flatMap(([place, build]) => {
  const texts = NAMES.includes(place) ? hostileTexts(500) : NUMBERS;
  return texts
    .filter((text) => !/^\w+$/.test(text) || NUMBERS.includes(text))
    .map((text) => ({ place, text, build }));
});

const PROMQL = 'lib/domain/promql.ts';

describeAbuse('T3: something that is no name or number, where PromQL has one bare', {
  product: (load) => load<typeof promqlModule>('lib/domain/promql.ts'),
  works({ rate }) {
    if (rate('m', [], 60) !== 'rate(m[1m])') throw new Error('no PromQL is written');
  },
  attack: (promql) =>
    tryEach(BARE_ATTACKS, ({ text, build }) => {
      try {
        return `wrote ${build(promql, text)}`;
      } catch (error) {
        return error instanceof RangeError ? null : String(error);
      }
    }),
  atLeast: 2000,
  defects: [
    edit('the check of metrics', PROMQL, 'if (!METRIC_NAME.test(metric))', 'if (metric === "\0")'),
    edit('the check of labels', PROMQL, 'if (!LABEL_NAME.test(label))', 'if (label === "\0")'),
    edit(
      'the check of durations',
      PROMQL,
      'if (!Number.isSafeInteger(seconds) || seconds <= 0)',
      'if (seconds === -1)',
    ),
    edit(
      'the check of quantiles',
      PROMQL,
      'if (!(quantile >= 0 && quantile <= 1))',
      'if (quantile === -1)',
    ),
    edit('the check of numbers', PROMQL, 'if (!Number.isFinite(value))', 'if (value === -1)'),
  ],
});
