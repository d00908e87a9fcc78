import { expect, test } from 'vitest';
import { parseGoDuration } from './go-duration';

test.each([
  ['0', 0],
  ['100ms', 100_000],
  ['1.2s', 1_200_000],
  ['500us', 500],
  ['500µs', 500],
  ['1500ns', 1.5],
  ['1h2m', 3_720_000_000],
])('%s', (text, microseconds) => {
  expect(parseGoDuration(text)).toBe(microseconds);
});

test.each(['', '1', 'ms', '-1s', '1 s', '1d', '1s!'])('"%s" is no duration', (text) => {
  expect(parseGoDuration(text)).toBeUndefined();
});
