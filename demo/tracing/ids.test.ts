import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeOfTraceId, traceIdOf } from './ids';

const place = fc.record({
  bucket: fc.integer({ min: 0, max: 2 ** 31 }),
  story: fc.integer({ min: 0, max: 65_535 }),
  part: fc.integer({ min: 0, max: 255 }),
});

test('a trace id leads back to where the trace comes from', () => {
  fc.assert(
    fc.property(place, fc.integer(), (from, seed) => {
      const id = traceIdOf(from, seed);
      expect(id).toMatch(/^[0-9a-f]{32}$/);
      expect(placeOfTraceId(id, seed)).toEqual(from);
    }),
  );
});

test('an id that is not ours leads nowhere', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{32}$/), (id) => {
      expect(placeOfTraceId(id, 7)).toBeUndefined();
    }),
  );
  expect(placeOfTraceId('../../etc', 7)).toBeUndefined();
});
