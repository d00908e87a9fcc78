import { expect, test } from 'vitest';
import { countPlaywright, countVitest } from './count-results.mjs';

test('unit tests are counted as their report says', () => {
  const testResults = [{ status: 'failed', assertionResults: [{ status: 'failed' }] }];
  const report = { numPassedTests: 40, numFailedTests: 1, testResults };
  expect(countVitest(report)).toEqual({ passed: 40, failed: 1 });
});

test('a file of unit tests that cannot be loaded is a failure', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  const report = { numPassedTests: 40, numFailedTests: 0, testResults };
  expect(countVitest(report)).toEqual({ passed: 40, failed: 1 });
});

test('a browser test that passed at the second try passed', () => {
  const stats = { expected: 5, flaky: 1, unexpected: 2, skipped: 3 };
  expect(countPlaywright({ stats, errors: [] })).toEqual({ passed: 6, failed: 2 });
});

test('an error outside of the browser tests is a failure', () => {
  const report = { stats: { expected: 0, flaky: 0, unexpected: 0 }, errors: [{ message: 'x' }] };
  expect(countPlaywright(report)).toEqual({ passed: 0, failed: 1 });
});

test.each([countVitest, countPlaywright])('no report counts as nothing', (count) => {
  expect(count(undefined)).toEqual({ passed: 0, failed: 0 });
});
