import { describe, expect, it } from 'vitest';
import { parseQuery } from './parse';

describe('a query that cannot be read', () => {
  it.each([
    ['', 'unknown position: parse error: no expression found in input'],
    ['sum(', '1:5: parse error: unclosed left parenthesis'],
    ['up{', '1:4: parse error: unexpected end of input inside braces'],
    ['foo bar', '1:5: parse error: unexpected identifier "bar"'],
    ['up\n+ nope(up)', '2:3: parse error: unknown function with name "nope"'],
    ['{a=""}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['"abc', '1:1: parse error: unterminated quoted string'],
    ['1 == 1', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
    ['up[0s]', '1:4: parse error: duration must be greater than 0'],
    ['up and on(a) group_left up', '1:1: parse error: no grouping allowed for "and" operation'],
    ['up{__name__="x"}', '1:1: parse error: metric name must not be set twice: "up" or "x"'],
    [
      'rate(up)',
      '1:6: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    [
      'sum(up[5m])',
      '1:5: parse error: expected type instant vector in aggregation expression, got range vector',
    ],
    [
      'up * on(a) group_left(a) up',
      '1:4: parse error: label "a" must not occur in ON and GROUP clause at once',
    ],
  ])('%s', (query, message) => {
    expect(() => parseQuery(query)).toThrow(expect.objectContaining({ type: 'bad_data', message }));
  });

  it.each(['limitk(1, up)', 'info(up)', 'up[1h + 5m]', 'histogram_quantiles(up, "q", 0.5)'])(
    '%s names what the demo lacks',
    (query) => {
      expect(() => parseQuery(query)).toThrow(/not supported by the demo/);
    },
  );

  it.each(['a{b=~"("}', 'a{b=~"(?=x)"}', 'a{b!~"*"}', 'a{b=~"(x)\\\\1"}'])(
    '%s has a pattern that is none',
    (query) => {
      expect(() => parseQuery(query)).toThrow(/error parsing regexp/);
    },
  );
});

describe('what belongs together', () => {
  it.each([
    ['a - b offset 5m', 'a - (b offset 5m)'],
    ['-a @ 5 offset 1m', '-(a @ 5 offset 1m)'],
    ['a or c unless b @ end()', 'a or (c unless (b @ end()))'],
    ['a + max_over_time(b[5m:1m] offset 1m)', 'a + (max_over_time(b[5m:1m] offset 1m))'],
    ['# before\nup # after', 'up'],
    ['-2 ^ up', '-(2 ^ up)'],
    ['a + b * c', 'a + (b * c)'],
    ['a - b - c', '(a - b) - c'],
  ])('%s is %s', (query, explicit) => {
    // Matchers carry functions, which differ from one reading to the next.
    expect(JSON.stringify(parseQuery(query))).toBe(JSON.stringify(parseQuery(explicit)));
  });

  it('reads a duration as seconds where a number is meant', () => {
    expect(parseQuery('1h30m')).toEqual({ kind: 'number', value: 5400 });
    expect(parseQuery('0x1F')).toEqual({ kind: 'number', value: 31 });
    expect(parseQuery('-1_000')).toEqual({ kind: 'number', value: -1000 });
  });
});
