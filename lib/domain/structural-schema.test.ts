import { describe, expect, it } from 'vitest';
import { schemaAt, schemaProblems, typeOf } from '@/lib/domain/structural-schema';

const SCHEMA = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['host'],
      properties: {
        host: { type: 'string', description: 'whom' },
        weight: { type: 'integer', minimum: 0, maximum: 100 },
        mode: { type: 'string', enum: ['STRICT', 'PERMISSIVE'] },
        port: { 'x-kubernetes-int-or-string': true },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        http: {
          type: 'array',
          items: { type: 'object', properties: { timeout: { type: 'string' } } },
        },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: {} },
      },
    },
  },
};

describe('what breaks a schema', () => {
  it.each([
    [
      'nothing',
      { host: 'a', weight: 3, mode: 'STRICT', port: 'http', http: [{ timeout: '1s' }] },
      [],
    ],
    ['a missing field', {}, ['/spec host is missing.']],
    ['a type', { host: 7 }, ['/spec/host It must be of the type string, not integer.']],
    [
      'a choice',
      { host: 'a', mode: 'LAX' },
      ['/spec/mode It must be one of "STRICT", "PERMISSIVE".'],
    ],
    ['a bound', { host: 'a', weight: 101 }, ['/spec/weight It must be at most 100.']],
    ['an unknown field', { host: 'a', hots: 1 }, ['/spec/hots The kind has no such field.']],
    [
      'a fraction',
      { host: 'a', weight: 1.5 },
      ['/spec/weight It must be of the type integer, not number.'],
    ],
    [
      'an element',
      { host: 'a', http: [{}, { timeout: 1 }] },
      ['/spec/http/1/timeout It must be of the type string, not integer.'],
    ],
    [
      'a value of a map',
      { host: 'a', labels: { 'a/b': true } },
      ['/spec/labels/a~1b It must be of the type string, not boolean.'],
    ],
    ['a map for both', { host: 'a', port: {} }, ['/spec/port It must be an integer or a string.']],
    ['null, which is dropped', { host: 'a', weight: null }, []],
    ['what is kept as it is', { host: 'a', free: { any: [1] } }, []],
  ])('is told with where it is: %s', (_, spec, expected) => {
    const problems = schemaProblems({ spec }, SCHEMA);
    expect(problems.map(({ pointer, message }) => `${pointer} ${message}`)).toEqual(expected);
  });
});

describe('the schema of a place', () => {
  it('is found through lists and maps', () => {
    expect(schemaAt(SCHEMA, ['spec', 'http', '0', 'timeout'])).toEqual({ type: 'string' });
    expect(schemaAt(SCHEMA, ['spec', 'labels', 'app'])).toEqual({ type: 'string' });
    expect(schemaAt(SCHEMA, ['spec', 'nothing', 'here'])).toBeNull();
    expect(schemaAt(SCHEMA, ['spec', '__proto__'])).toBeNull();
  });

  it('is told in a word', () => {
    const at = (name: string) => typeOf(schemaAt(SCHEMA, ['spec', name]) ?? {});
    expect(at('mode')).toBe('STRICT | PERMISSIVE');
    expect(at('http')).toBe('list of object');
    expect(at('port')).toBe('integer or string');
  });
});
