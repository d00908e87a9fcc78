import { readString } from '@/demo/prometheus/literals';
import type * as promqlModule from '@/lib/domain/promql';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { hostileTexts } from '@/lib/testing/abuse/hostile-text';
import { shapeOf } from '@/lib/testing/abuse/promql-shape';

type Matchers = Pick<typeof promqlModule, 'oneOf' | 'noneOf' | 'startsWith' | 'selector'>;

const TEXTS = hostileTexts(3000).filter((text) => !/\p{Surrogate}/u.test(text));

/** What names could be taken for each other: every text beside its neighbours and what is near to it. */
const SETS = TEXTS.map((text, i) => ({
  values: [text, TEXTS[(i * 7 + 3) % TEXTS.length] ?? ''],
  others: [
    ...[`x${text}`, `${text}x`, text.slice(1), text.slice(0, -1), text.toUpperCase(), ''],
    ...[text.replaceAll(/[.*+?^$|()[\]{}\\]/g, 'a'), 'anything', 'a', 'b', 'A'],
    ...TEXTS.slice(i, i + 5),
  ],
}));

/** The one pattern of a selector, anchored as Prometheus anchors it. */
function patternIn(promql: string): RegExp {
  const [only, ...more] = shapeOf(promql)?.literals ?? [];
  if (only === undefined || more.length > 0) throw new Error(`not one literal: ${promql}`);
  return new RegExp(`^(?:${readString(only)})$`, 'su');
}

/** Whether a matcher selects just what it should. */
function wrongOf(
  promql: string,
  isMeant: (text: string) => boolean,
  texts: readonly string[],
): string | null {
  const pattern = patternIn(promql);
  const wrong = texts.find((text) => pattern.test(text) !== isMeant(text));
  return wrong === undefined ? null : `${promql} is wrong about ${JSON.stringify(wrong)}`;
}

const PROMQL = 'lib/domain/promql.ts';
const LETTERS = String.raw`\\.+*?()|[\]{}^$`;

describeAbuse('T2: a name that is read as a regular expression', {
  product: (load): Promise<Matchers> => load<Matchers>(PROMQL),
  works({ oneOf, selector }) {
    const pattern = patternIn(selector('m', [oneOf('a', ['shop', 'payments'])]));
    if (!pattern.test('shop') || !pattern.test('payments') || pattern.test('web')) {
      throw new Error('ordinary names are not told apart');
    }
  },
  attack: ({ oneOf, noneOf, startsWith, selector }) =>
    tryEach(SETS, ({ values, others }) => {
      const texts = [...values, ...others];
      const [prefix = ''] = values;
      const isOne = (text: string) => values.includes(text);
      return (
        wrongOf(selector('m', [oneOf('a', values)]), isOne, texts) ??
        wrongOf(selector('m', [noneOf('a', values)]), isOne, texts) ??
        wrongOf(selector('m', [startsWith('a', prefix)]), (text) => text.startsWith(prefix), [
          ...texts,
          `${prefix}-1`,
        ])
      );
    }),
  atLeast: 2000,
  defects: [
    edit(
      'the escape of patterns',
      PROMQL,
      'return text.replaceAll(/[',
      'return text.replaceAll(/(?!)[',
    ),
    ...['\\\\', '.', '+', '*', '?', '(', ')', '|', '[', '\\]', '{', '^', '$'].map((letter) =>
      edit(
        `the escape of ${letter.slice(-1)}`,
        PROMQL,
        `/[${LETTERS}]/g`,
        `/[${LETTERS.replace(letter, '')}]/g`,
      ),
    ),
  ],
});
