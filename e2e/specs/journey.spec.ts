import { expect, test } from '../fixtures/test';
import { walkJourney } from '../pages/journey';

test('goes from a slow call to its trace and its split, and sees traffic follow', async ({
  page,
}) => {
  test.setTimeout(240_000);
  expect(await walkJourney(page)).toBeGreaterThan(0);
});
