import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  above,
  averageOverTime,
  continues,
  countBy,
  differs,
  div,
  duration,
  equals,
  extracted,
  histogramQuantile,
  increase,
  like,
  maxBy,
  minus,
  noneOf,
  oneOf,
  or,
  plus,
  rate,
  selector,
  startsWith,
  startsWithOne,
  sumBy,
  times,
  unless,
  unlike,
  withoutPartner,
  withPartner,
} from '@/lib/domain/promql';

interface ParsedSelector {
  readonly metric: string;
  readonly matchers: readonly { label: string; op: string; value: string }[];
}

/** What Prometheus's own grammar reads in a text; throws where it reads an error. */
function parsed(promql: string): readonly ParsedSelector[] {
  const selectors: { metric: string; matchers: { label: string; op: string; value: string }[] }[] =
    [];
  const at = ({ from, to }: { from: number; to: number }) => promql.slice(from, to);
  const matcherAt = ({ firstChild, lastChild }: SyntaxNode) => {
    const op = firstChild?.nextSibling;
    if (!firstChild || !op || !lastChild) throw new Error('half a matcher');
    return { label: at(firstChild), op: at(op), value: unquoted(at(lastChild)) };
  };
  parser.parse(promql).iterate({
    enter(node) {
      if (node.type.isError) throw new Error(`no PromQL at ${node.from}: ${promql}`);
      const last = selectors.at(-1);
      if (node.name === 'VectorSelector') selectors.push({ metric: '', matchers: [] });
      if (node.name === 'Identifier' && last?.metric === '') last.metric = at(node);
      if (node.name.endsWith('quotedLabelMatcher') || node.name.endsWith('QuotedLabelMatcher')) {
        last?.matchers.push(matcherAt(node.node));
      }
    },
  });
  return selectors;
}

/** Reads a string literal as Go does, as far as it is used here. */
function unquoted(literal: string): string {
  const inside = literal.slice(1, -1);
  const escapes: Record<string, string> = { n: '\n', '\\': '\\', '"': '"' };
  return inside.replaceAll(/\\(.)/gs, (_, letter: string) => {
    const meant = escapes[letter];
    if (meant === undefined) throw new Error(`unknown escape ${letter}`);
    return meant;
  });
}

const HOSTILE = [
  '"} or up{a="',
  '\\',
  '\\"',
  '"',
  '\n',
  '\r\n',
  '#',
  '`',
  '\0',
  '\u2028',
  '\u202e',
  "'",
  '{}',
  '.*',
  'a|b',
  '(?i)',
  '[',
  '$1',
  '$&',
  '',
  ' ',
  'x'.repeat(10_000),
  '🧭',
];

const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('"', '\\', '}', '{', '\n', '|', '.', '*', 'a', '`', '#', '='), {
      maxLength: 12,
    })
    .map((parts) => parts.join('')),
);

describe('a label value', () => {
  it('stays one matcher with exactly that value, whatever is in it', () => {
    fc.assert(
      fc.property(hostile, hostile, (a, b) => {
        const promql = sumBy(['x'], rate('m', [equals('a', a), differs('b', b)], 300));
        expect(parsed(promql)).toEqual([
          {
            metric: 'm',
            matchers: [
              { label: 'a', op: '=', value: a },
              { label: 'b', op: '!=', value: b },
            ],
          },
        ]);
      }),
      { numRuns: 500 },
    );
  });

  it('in a set matches itself and nothing else', () => {
    fc.assert(
      fc.property(fc.array(hostile, { minLength: 2, maxLength: 4 }), hostile, (values, other) => {
        const [only] = parsed(selector('m', [oneOf('a', values)]));
        const [found] = only?.matchers ?? [];
        expect(only?.matchers).toHaveLength(1);
        expect(found?.op).toBe('=~');
        const pattern = new RegExp(`^(?:${found?.value ?? ''})$`, 'su');
        for (const value of values) expect(pattern.test(value)).toBe(true);
        expect(pattern.test(other)).toBe(values.includes(other));
      }),
      { numRuns: 500 },
    );
  });

  it('alone in a set needs no regular expression', () => {
    expect(oneOf('a', ['.*'])).toBe('a=".*"');
    expect(noneOf('a', ['.*'])).toBe('a!=".*"');
    expect(noneOf('a', ['x', 'y.z'])).toBe(String.raw`a!~"x|y\\.z"`);
  });

  it('of an empty set matches nothing', () => {
    expect(oneOf('a', [])).toBe(String.raw`a=~"[^\\s\\S]"`);
  });

  it('that is a prefix is taken literally', () => {
    expect(startsWith('a', 'x.y|')).toBe(String.raw`a=~"x\\.y\\|.*"`);
  });

  it('that begins with one of several is taken literally, and of none matches nothing', () => {
    const one = startsWithOne('a', ['x.y', 'z|'], '-');
    expect(one).toBe(String.raw`a=~"(?:x\\.y|z\\|)-.+"`);
    expect(startsWithOne('a', [], '-')).toBe(String.raw`a=~"[^\\s\\S]"`);
  });

  it('that a pattern of ours continues is taken literally', () => {
    expect(continues('a', 'x.y|', '-[0-9]+|')).toBe(String.raw`a=~"x\\.y\\|(?:-[0-9]+|)"`);
  });

  it('that is no Unicode is refused', () => {
    expect(() => equals('a', '\ud800')).toThrow(RangeError);
  });
});

describe('a name', () => {
  it.each(['', 'a b', '1a', 'a-b', 'a{', 'a"', 'ä', 'a\n', '{__name__=~".+"}'])(
    '%j is refused',
    (name) => {
      expect(() => selector(name)).toThrow(RangeError);
      expect(() => equals(name, 'x')).toThrow(RangeError);
      expect(() => sumBy([name], selector('up'))).toThrow(RangeError);
    },
  );

  it('of a metric may hold a colon, of a label not', () => {
    expect(selector('job:up:rate5m')).toBe('job:up:rate5m');
    expect(() => equals('a:b', 'x')).toThrow(RangeError);
  });
});

describe('a duration', () => {
  it.each([
    [15, '15s'],
    [60, '1m'],
    [90, '90s'],
    [300, '5m'],
    [3600, '1h'],
    [5400, '90m'],
    [86_400, '24h'],
  ])('of %i seconds is written %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    'of %d is refused',
    (seconds) => {
      expect(() => duration(seconds)).toThrow(RangeError);
      expect(() => rate('m', [], seconds)).toThrow(RangeError);
    },
  );
});

describe('an expression', () => {
  const m = rate('m', [], 60);

  it.each([
    [rate('m', [], { windowSeconds: 300, offsetSeconds: 86_400 }), 'rate(m[5m] offset 24h)'],
    [increase('m', [], { windowSeconds: 300, offsetSeconds: -60 }), 'increase(m[5m] offset -1m)'],
    [averageOverTime('m', [like('c', '5..')], 60), 'avg_over_time(m{c=~"5.."}[1m])'],
    [selector('m', [unlike('c', '5..')]), 'm{c!~"5.."}'],
    [sumBy([], m), 'sum(rate(m[1m]))'],
    [maxBy(['a', 'b'], m), 'max by (a, b) (rate(m[1m]))'],
    [countBy(['a'], m), 'count by (a) (rate(m[1m]))'],
    [
      histogramQuantile(0.95, sumBy(['le'], m)),
      'histogram_quantile(0.95, sum by (le) (rate(m[1m])))',
    ],
    [or(m, m, m), 'rate(m[1m]) or rate(m[1m]) or rate(m[1m])'],
    [unless(m, m), '(rate(m[1m])) unless (rate(m[1m]))'],
    [withPartner(['a', 'b'], m, m), '(rate(m[1m])) and on (a, b) (rate(m[1m]))'],
    [withoutPartner(['a'], m, m), '(rate(m[1m])) unless on (a) (rate(m[1m]))'],
    [extracted(m, 'a', 'b', '(.+)-x'), 'label_replace(rate(m[1m]), "a", "$1", "b", "(.+)-x")'],
    [div(m, m), '(rate(m[1m])) / (rate(m[1m]))'],
    [times(or(m, m), 0), '(rate(m[1m]) or rate(m[1m])) * (0)'],
    [minus(plus(m, m), m), '((rate(m[1m])) + (rate(m[1m]))) - (rate(m[1m]))'],
    [above(m, 0), '(rate(m[1m])) > (0)'],
  ])('is written out and is PromQL: %s', (built, text) => {
    expect(built).toBe(text);
    expect(() => parsed(built)).not.toThrow();
  });

  it.each([-0.1, 1.1, Number.NaN])('has no quantile %d', (quantile) => {
    expect(() => histogramQuantile(quantile, m)).toThrow(RangeError);
  });

  it('has no number that is not finite', () => {
    expect(() => times(m, Number.POSITIVE_INFINITY)).toThrow(RangeError);
  });
});
