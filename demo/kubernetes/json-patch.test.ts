import { describe, expect, test } from 'vitest';
import type { Json } from './json';
import { applyJsonPatch, applyMergePatch, PatchError } from './json-patch';

const DOCUMENT: Json = { a: { b: [1, 2, 3] }, 'x/y': 1, 'm~n': 2 };

describe('a JSON patch', () => {
  test.each<[name: string, operation: Json, result: Json]>([
    ['adds a key', { op: 'add', path: '/c', value: 1 }, { ...DOCUMENT, c: 1 }],
    [
      'adds an element',
      { op: 'add', path: '/a/b/1', value: 9 },
      { ...DOCUMENT, a: { b: [1, 9, 2, 3] } },
    ],
    [
      'adds at the end',
      { op: 'add', path: '/a/b/-', value: 9 },
      { ...DOCUMENT, a: { b: [1, 2, 3, 9] } },
    ],
    [
      'replaces an element',
      { op: 'replace', path: '/a/b/0', value: 9 },
      { ...DOCUMENT, a: { b: [9, 2, 3] } },
    ],
    [
      'replaces a key that is missing',
      { op: 'replace', path: '/c', value: 9 },
      { ...DOCUMENT, c: 9 },
    ],
    ['removes an element', { op: 'remove', path: '/a/b/0' }, { ...DOCUMENT, a: { b: [2, 3] } }],
    [
      'moves an element',
      { op: 'move', from: '/a/b/2', path: '/a/b/0' },
      { ...DOCUMENT, a: { b: [3, 1, 2] } },
    ],
    ['copies a value', { op: 'copy', from: '/a/b/0', path: '/c' }, { ...DOCUMENT, c: 1 }],
    ['reads ~1 as a slash', { op: 'replace', path: '/x~1y', value: 9 }, { ...DOCUMENT, 'x/y': 9 }],
    ['reads ~0 as a tilde', { op: 'replace', path: '/m~0n', value: 9 }, { ...DOCUMENT, 'm~n': 9 }],
    ['replaces the whole document', { op: 'replace', path: '', value: 1 }, 1],
    ['passes a test that holds', { op: 'test', path: '/a', value: { b: [1, 2, 3] } }, DOCUMENT],
  ])('%s', (_name, operation, result) => {
    expect(applyJsonPatch(DOCUMENT, [operation])).toEqual(result);
  });

  test.each<[name: string, operation: Json]>([
    ['a test that does not hold', { op: 'test', path: '/a/b/0', value: 2 }],
    ['a test of what is not there', { op: 'test', path: '/nope', value: 2 }],
    ['removing what is not there', { op: 'remove', path: '/nope' }],
    ['an index beyond the end', { op: 'add', path: '/a/b/9', value: 2 }],
    ['an index with a leading zero', { op: 'replace', path: '/a/b/01', value: 2 }],
    ['a parent that is not there', { op: 'add', path: '/nope/c', value: 2 }],
    ['a path without its slash', { op: 'add', path: 'c', value: 2 }],
    ['an unknown operation', { op: 'frob', path: '/a' }],
    ['an operation that is no object', 3],
  ])('refuses %s', (_name, operation) => {
    expect(() => applyJsonPatch(DOCUMENT, [operation])).toThrow(PatchError);
  });

  test('leaves the document as it was when a later operation fails', () => {
    const before = structuredClone(DOCUMENT);
    const operations = [
      { op: 'replace', path: '/a/b/0', value: 9 },
      { op: 'test', path: '/a/b/1', value: 0 },
    ];
    expect(() => applyJsonPatch(DOCUMENT, operations)).toThrow(PatchError);
    expect(DOCUMENT).toEqual(before);
  });

  test('takes a key called __proto__ for a key like any other', () => {
    const patched = applyJsonPatch({}, [
      { op: 'add', path: '/__proto__', value: { polluted: true } },
    ]);
    expect(JSON.stringify(patched)).toBe('{"__proto__":{"polluted":true}}');
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});

describe('a merge patch', () => {
  test('replaces arrays whole, removes by null, and merges maps', () => {
    const patch = { a: { b: [7], c: 1 }, 'x/y': null };
    expect(applyMergePatch(DOCUMENT, patch)).toEqual({ a: { b: [7], c: 1 }, 'm~n': 2 });
  });
});
