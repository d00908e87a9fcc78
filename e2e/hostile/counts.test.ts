import { expect, test } from 'vitest';
import { figure } from '@/lib/testing/figures';
import { PAYLOADS } from './payloads';
import { VIEWS } from './views';

// What they do in a real browser is for e2e/specs/hostile-text.spec.ts to say.
test('there are more than 200 different hostile texts, each of its own call, for every view', () => {
  const texts = new Set(PAYLOADS.map(({ text }) => text));
  const least = VIEWS.map((view) => view.least ?? Math.ceil(PAYLOADS.length * 0.75));
  figure('F9', {
    payloads: texts.size,
    views: new Set(VIEWS.map(({ name }) => name)).size,
    shownAtLeast: least.reduce((sum, count) => sum + count, 0),
  });
  expect(texts.size).toBe(PAYLOADS.length);
  expect(texts.size).toBeGreaterThanOrEqual(200);
  expect(VIEWS.length).toBeGreaterThanOrEqual(25);
});
