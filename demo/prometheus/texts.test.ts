import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber } from './format';
import { readDuration, readNumber, readString } from './literals';
import { compileAnchored, expandReplacement } from './regex';

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [-0, '-0'],
    [1.5, '1.5'],
    [1e-7, '1e-07'],
    [1.5e-10, '1.5e-10'],
    [1e21, '1e+21'],
    [1e20, '100000000000000000000'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [NaN, 'NaN'],
  ])('writes %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('writes what reads back the same', () => {
    fc.assert(
      fc.property(fc.double({ noDefaultInfinity: true, noNaN: true }), (value) => {
        expect(Number(formatNumber(value))).toBe(value);
      }),
    );
  });
});

describe('literals', () => {
  it('reads durations', () => {
    expect(readDuration('1h30m')).toBe(5_400_000);
    expect(readDuration('1y2w3d4h5m6s7ms')).toBe(
      (365 + 14 + 3) * 86_400_000 + 4 * 3_600_000 + 5 * 60_000 + 6_007,
    );
    expect(readDuration('5')).toBeUndefined();
    expect(readDuration('5m ')).toBeUndefined();
  });

  it('reads numbers', () => {
    expect(readNumber('+Inf')).toBe(Infinity);
    expect(readNumber('-inf')).toBe(-Infinity);
    expect(readNumber('nan')).toBeNaN();
    expect(readNumber('.5e1')).toBe(5);
    expect(() => readNumber('one')).toThrow(/parsing number/);
  });

  it('reads strings as Go does', () => {
    expect(readString(String.raw`"a\"b\\\n\x41\u00e9\101"`)).toBe('a"b\\\nA\u00e9A');
    expect(readString('`a\\n`')).toBe('a\\n');
    expect(() => readString(String.raw`"\q"`)).toThrow(/escape/);
    expect(() => readString('"a')).toThrow(/unterminated/);
    expect(() => readString(String.raw`"a\"`)).toThrow(/unterminated/);
  });
});

describe('patterns', () => {
  it('match whole values, line ends included', () => {
    expect(compileAnchored('a.c').test('a\nc')).toBe(true);
    expect(compileAnchored('b').test('abc')).toBe(false);
    expect(compileAnchored('a|bc').test('abc')).toBe(false);
    expect(compileAnchored('(?i)abc').test('ABC')).toBe(true);
    expect(compileAnchored(String.raw`\Aa\z`).test('a')).toBe(true);
    expect(compileAnchored('[[:digit:]]+').test('42')).toBe(true);
  });

  it('fill their captures into a replacement', () => {
    const match = compileAnchored('(?P<first>.)(.*)').exec('abc');
    const expand = (template: string) => match && expandReplacement(template, match);
    expect(expand('$2-$1')).toBe('bc-a');
    expect(expand('${first}x')).toBe('ax');
    expect(expand('$firstx')).toBe('');
    expect(expand('$$1$9')).toBe('$1');
  });
});
