/** Reads how many tests passed and failed from the JSON reports of the test runners. */

/** A file of tests that could not be loaded counts as one failure. */
export function countVitest(report) {
  const { numPassedTests = 0, numFailedTests = 0, testResults = [] } = report ?? {};
  const unloaded = testResults.filter(
    ({ status, assertionResults = [] }) => status === 'failed' && assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}

/** A test that passed when it was tried again passed; an error outside of tests is a failure. */
export function countPlaywright(report) {
  const { stats = {}, errors = [] } = report ?? {};
  const { expected = 0, flaky = 0, unexpected = 0 } = stats;
  return { passed: expected + flaky, failed: unexpected + errors.length };
}
