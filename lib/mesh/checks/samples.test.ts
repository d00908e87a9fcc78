import { describe, expect, it } from 'vitest';
import { findingsAmong, lineOf, objectsFrom } from '@/lib/testing/check-cases';
import { ISTIO_SHAPES } from '@/lib/testing/sample-shapes/istio';
import { OTHER_SHAPES } from '@/lib/testing/sample-shapes/others';

/** What is laid out like the samples that the projects hand out. */
const SHAPES = Object.entries({ ...ISTIO_SHAPES, ...OTHER_SHAPES });

describe('no rule finds fault with', () => {
  it.each(SHAPES)('%s', (_, text) => {
    const objects = objectsFrom(text);
    expect(objects.length).toBeGreaterThan(5);
    expect(findingsAmong(objects).map(lineOf)).toEqual([]);
  });
});

it('finds fault with such a sample where something is wrong in it', () => {
  const text =
    ISTIO_SHAPES['a store of several versions']?.replace(
      'host: front, port',
      'host: fromt, port',
    ) ?? '';
  expect(findingsAmong(objectsFrom(text)).map(({ code }) => code)).toEqual(['IS101']);
});
