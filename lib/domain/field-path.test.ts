import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointerOfField } from '@/lib/domain/field-path';
import { escapeStep, stepsOf } from '@/lib/domain/pointer';

describe('the pointer of a field', () => {
  it.each([
    ['spec', '/spec'],
    ['spec.http[0].route[12].weight', '/spec/http/0/route/12/weight'],
    ['spec.matrix[0][1]', '/spec/matrix/0/1'],
    ['metadata.labels[app.kubernetes.io/name]', '/metadata/labels/app.kubernetes.io~1name'],
    ['metadata.annotations', '/metadata/annotations'],
  ])('%s is %s', (field, pointer) => {
    expect(pointerOfField(field)).toBe(pointer);
  });

  it.each(['', '<nil>', '[0]', '.spec'])('of %j is none', (field) => {
    expect(pointerOfField(field)).toBeNull();
  });

  it('gives any step back', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (steps) => {
        const pointer = steps.map((step) => `/${escapeStep(step)}`).join('');
        expect(stepsOf(pointer)).toEqual(steps);
      }),
    );
  });
});
