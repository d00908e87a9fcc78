import { describe, expect, it } from 'vitest';
import { selects } from '@/lib/mesh/label-selector';

const LABELS = { app: 'cart', version: 'v1' };
const where = (key: string, operator: string, ...values: readonly string[]) => ({
  matchExpressions: [{ key, operator, values }],
});

describe('a label selector', () => {
  it.each([
    [undefined, false],
    [null, false],
    [{}, true],
    [{ matchLabels: {} }, true],
    [{ matchLabels: { app: 'cart' } }, true],
    [{ matchLabels: { app: 'pay' } }, false],
    [{ matchLabels: { tier: 'web' } }, false],
    [where('app', 'In', 'pay', 'cart'), true],
    [where('app', 'In', 'pay'), false],
    [where('tier', 'In', 'web'), false],
    [where('app', 'NotIn', 'pay'), true],
    [where('tier', 'NotIn', 'web'), true],
    [where('app', 'NotIn', 'cart'), false],
    [where('app', 'Exists'), true],
    [where('tier', 'Exists'), false],
    [where('tier', 'DoesNotExist'), true],
    [where('app', 'DoesNotExist'), false],
    [where('app', 'Resembles', 'cart'), false],
    [{ matchLabels: { app: 'cart' }, ...where('version', 'In', 'v2') }, false],
  ])('%j selects them: %s', (selector, expected) => {
    expect(selects(selector, LABELS)).toBe(expected);
  });
});
