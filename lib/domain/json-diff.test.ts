import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyJsonPatch } from '@/demo/kubernetes/json-patch';
import { parseJson } from '@/demo/kubernetes/json';
import { sameJson } from '@/lib/domain/json';
import { diffJson } from '@/lib/domain/json-diff';

/** Applies a patch with the code of the demo's API server, which has nothing in common with ours. */
function applied(before: unknown, after: unknown): unknown {
  const operations = diffJson(before, after).map((each) => parseJson(JSON.stringify(each)));
  return applyJsonPatch(parseJson(JSON.stringify(before)), operations);
}

const json = fc.jsonValue({ maxDepth: 4 });

describe('a patch', () => {
  it('makes any value of any other', () => {
    fc.assert(
      fc.property(json, json, (before, after) => {
        expect(sameJson(applied(before, after), after)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('makes any list of any other list', () => {
    const list = fc.array(fc.record({ name: fc.constantFrom('a', 'b', 'c'), weight: fc.nat(3) }));
    fc.assert(
      fc.property(list, list, (before, after) => {
        expect(applied(before, after)).toEqual(after);
      }),
      { numRuns: 500 },
    );
  });

  it('is empty for what is the same, whatever the order of members', () => {
    expect(diffJson({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toEqual([]);
  });

  const route = (name: string, weight: number) => ({ name, match: [{ uri: name }], weight });

  it.each([
    [
      'a field deep inside',
      { spec: { http: [route('a', 1), route('b', 2)] } },
      { spec: { http: [route('a', 1), route('b', 3)] } },
      [{ op: 'replace', path: '/spec/http/1/weight', value: 3 }],
    ],
    [
      'an element at the front',
      { http: [route('a', 1), route('b', 2)] },
      { http: [route('z', 9), route('a', 1), route('b', 2)] },
      [{ op: 'add', path: '/http/0', value: route('z', 9) }],
    ],
    [
      'an element that is put in and the one behind it that changes',
      { http: [route('a', 1), route('b', 2)] },
      { http: [route('z', 9), route('a', 5), route('b', 2)] },
      [
        { op: 'add', path: '/http/0', value: route('z', 9) },
        { op: 'replace', path: '/http/1/weight', value: 5 },
      ],
    ],
    [
      'an element that is taken out',
      { http: [route('a', 1), route('b', 2), route('c', 3)] },
      { http: [route('a', 1), route('c', 3)] },
      [{ op: 'remove', path: '/http/1' }],
    ],
    [
      'a member whose name has a slash and a tilde',
      { labels: { 'app/name~': 'a' } },
      { labels: { 'app/name~': 'b', 'x/y': 'c' } },
      [
        { op: 'replace', path: '/labels/app~1name~0', value: 'b' },
        { op: 'add', path: '/labels/x~1y', value: 'c' },
      ],
    ],
    ['null for nothing', { a: null }, {}, [{ op: 'remove', path: '/a' }]],
    ['a list for a map', { a: {} }, { a: [] }, [{ op: 'replace', path: '/a', value: [] }]],
  ])('writes no more than %s', (_, before, after, patch) => {
    expect(diffJson(before, after)).toEqual(patch);
  });

  it('of a member called __proto__ is one like any other', () => {
    const before: unknown = JSON.parse('{"a":{}}');
    const after: unknown = JSON.parse('{"a":{"__proto__":{"x":1}}}');
    expect(diffJson(before, after)).toEqual([{ op: 'add', path: '/a/__proto__', value: { x: 1 } }]);
  });

  it('of lists that are nested deep and different everywhere takes no longer than they are big', () => {
    const nested = (depth: number, leaf: number): unknown =>
      depth === 0 ? leaf : Array.from({ length: 12 }, (_, i) => nested(depth - 1, leaf + i));
    const [before, after] = [nested(4, 0), nested(4, 1000)];
    expect(sameJson(applied(before, after), after)).toBe(true);
  });
});
