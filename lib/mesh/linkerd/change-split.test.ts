import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allTo, inOwnScale, moveWeight, refusalOf, spread } from '@/lib/domain/weights';
import { listAt, withListAt } from '@/lib/mesh/json-pointer';
import { changeSplit } from '@/lib/mesh/linkerd/change-split';
import {
  CARRIERS,
  change,
  intentOn,
  ruleOf,
  splitOf,
  type Wanted,
} from '@/lib/testing/linkerd-carriers';

describe.each(CARRIERS)('a change of a $title', (carrier) => {
  const object = carrier.object([
    ['v1', 9],
    ['v2', 1],
  ]);

  it('tests the version and every target before it writes', () => {
    const result = change(carrier, object, [
      ['v1', 8],
      ['v2', 2],
    ]);
    const elements = listAt(object, carrier.path) ?? [];
    expect(result.ok && result.value.patch).toEqual([
      { op: 'test', path: '/metadata/resourceVersion', value: '41' },
      ...elements.flatMap((element, i) =>
        carrier.identity.map((field) => ({
          op: 'test',
          path: `${carrier.path}/${i}/${field}`,
          value: element[field],
        })),
      ),
      { op: 'replace', path: `${carrier.path}/0/weight`, value: 8 },
      { op: 'replace', path: `${carrier.path}/1/weight`, value: 2 },
    ]);
  });

  it.each([
    [
      ['v1', 8],
      ['v2', 2],
    ],
    [
      ['v1', 90],
      ['v2', 10],
    ],
    [
      ['v1', 1],
      ['v2', 9],
    ],
    [
      ['v1', 9],
      ['v2', 2],
    ],
  ] as const)('to %j, %j touches nothing but the weights', (...wanted) => {
    const result = change(carrier, object, wanted);
    const after = withListAt(object, carrier.path, carrier.elements(wanted));
    expect(result.ok && result.value.after).toEqual(after);
    expect(result.ok && result.value.before).toBe(object);
  });

  it('leaves a weight alone that stays as it is', () => {
    const result = change(carrier, object, [
      ['v1', 9],
      ['v2', 3],
    ]);
    expect(result.ok && result.value.patch.filter(({ op }) => op !== 'test')).toEqual([
      { op: 'replace', path: `${carrier.path}/1/weight`, value: 3 },
    ]);
  });

  it('may go back to one target', () => {
    const result = change(carrier, object, [['v2', 1]]);
    expect(result.ok && result.value.patch.slice(1)).toEqual([
      {
        op: 'test',
        path: carrier.path,
        value: carrier.elements([
          ['v1', 9],
          ['v2', 1],
        ]),
      },
      { op: 'replace', path: carrier.path, value: carrier.elements([['v2', 1]]) },
    ]);
  });

  it('may become a split over targets that exist', () => {
    const alone = carrier.object([['v1', 1]]);
    expect(splitOf(alone).candidates.map(({ host }) => host)).toEqual([
      carrier.ref('v2').host,
      carrier.ref('v3').host,
    ]);
    const result = change(carrier, alone, [
      ['v1', 90],
      ['v3', 10],
    ]);
    const after = result.ok ? listAt(result.value.after, carrier.path) : null;
    expect(after).toEqual(
      carrier.elements([
        ['v1', 90],
        ['v3', 10],
      ]),
    );
  });

  it('may be widened by one more that exists', () => {
    const result = change(carrier, object, [
      ['v1', 8],
      ['v2', 1],
      ['v3', 1],
    ]);
    const after = result.ok ? listAt(result.value.after, carrier.path) : null;
    expect(after).toEqual(
      carrier.elements([
        ['v1', 8],
        ['v2', 1],
        ['v3', 1],
      ]),
    );
  });

  const refusals: readonly { wanted: Wanted; rule: string; version?: string }[] = [
    {
      wanted: [
        ['v1', -1],
        ['v2', 2],
      ],
      rule: 'negative',
    },
    {
      wanted: [
        ['v1', Number.NaN],
        ['v2', 1],
      ],
      rule: 'not-a-number',
    },
    {
      wanted: [
        ['v1', Infinity],
        ['v2', 1],
      ],
      rule: 'not-a-number',
    },
    {
      wanted: [
        ['v1', 1e300],
        ['v2', 1],
      ],
      rule: 'too-large',
    },
    {
      wanted: [
        ['v1', 0.00015],
        ['v2', 1],
      ],
      rule: 'not-a-step',
    },
    {
      wanted: [
        ['v1', 9],
        ['v2', 1],
      ],
      rule: 'no-change',
    },
    {
      wanted: [
        ['v2', 1],
        ['v1', 9],
      ],
      rule: 'order',
    },
    {
      wanted: [
        ['v1', 8],
        ['v9', 2],
      ],
      rule: 'unknown-target',
    },
    {
      wanted: [
        ['v1', 8],
        ['v2', 1],
        ['v9', 1],
      ],
      rule: 'unknown-target',
    },
    {
      wanted: [
        ['v1', 8],
        ['v1', 2],
      ],
      rule: 'duplicate-target',
    },
    {
      wanted: [
        ['v1', 8],
        ['v3', 2],
      ],
      rule: 'missing-target',
    },
    { wanted: [['v3', 1]], rule: 'missing-target' },
    { wanted: [], rule: 'missing-target' },
    {
      wanted: [
        ['v1', 8],
        ['v2', 2],
      ],
      rule: 'resource-version',
      version: '40',
    },
  ];
  it.each(refusals)('to $wanted is refused: $rule', ({ wanted, rule, version }) => {
    expect(ruleOf(carrier, object, wanted, version)).toBe(rule);
  });

  it('that leaves a target out is refused', () => {
    const three = carrier.object([
      ['v1', 8],
      ['v2', 1],
      ['v3', 1],
    ]);
    expect(
      ruleOf(carrier, three, [
        ['v1', 8],
        ['v2', 2],
      ]),
    ).toBe('missing-target');
  });

  it('of an object whose targets are others by now is refused', () => {
    const now = carrier.object([
      ['v2', 1],
      ['v1', 9],
    ]);
    const intent = intentOn(carrier, [
      ['v1', 8],
      ['v2', 2],
    ]);
    const result = changeSplit(splitOf(object), now, intent);
    expect(result.ok || result.error.rule).toBe('shape');
  });

  it('of an object without its array is refused', () => {
    const bare = { ...object, spec: {} };
    const result = changeSplit(
      splitOf(object),
      bare,
      intentOn(carrier, [
        ['v1', 8],
        ['v2', 2],
      ]),
    );
    expect(result.ok || result.error.rule).toBe('shape');
  });

  it('never writes what its mesh refuses, whatever was moved before', () => {
    const { arithmetic } = splitOf(object);
    const move = fc.record({
      what: fc.constantFrom('move', 'all', 'spread'),
      index: fc.nat(2),
      percent: fc.integer({ min: -5, max: 105 }),
    });
    const start = fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 900 }));
    fc.assert(
      fc.property(start, fc.array(move, { minLength: 1, maxLength: 12 }), ([a, b], moves) => {
        const written = carrier.object([
          ['v1', a],
          ['v2', b],
        ]);
        let draft: readonly (number | null)[] = [a, b];
        for (const { what, index, percent } of moves) {
          if (what === 'move') draft = moveWeight(draft, index, percent, new Set(), arithmetic);
          else if (what === 'all') draft = allTo(draft, index % 2, arithmetic);
          else draft = spread([percent + 6, 50], draft, arithmetic);
        }
        const [first = null, second = null] = inOwnScale(draft, [a, b], arithmetic);
        expect(refusalOf([first, second], arithmetic)).toBeNull();
        const result = change(carrier, written, [
          ['v1', first],
          ['v2', second],
        ]);
        if (!result.ok) expect(result.error.rule).toBe('no-change');
      }),
    );
  });
});
