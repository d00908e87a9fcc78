import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitIntent } from '@/lib/domain/split';
import { changeSplit } from '@/lib/mesh/istio/change-split';
import { intentOf, objectWith, splitOf, to } from '@/lib/testing/istio-split';
import { virtualService } from '@/lib/testing/kube-objects';

const change = (object: KubeObject, intent: SplitIntent) =>
  changeSplit(splitOf(object), object, intent);

describe('refusals of changeSplit', () => {
  it.each([
    {
      targets: [
        ['v1', -1],
        ['v2', 101],
      ],
      rule: 'negative',
    },
    {
      targets: [
        ['v1', Number.NaN],
        ['v2', 1],
      ],
      rule: 'not-a-number',
    },
    {
      targets: [
        ['v1', 1e309],
        ['v2', 1],
      ],
      rule: 'not-a-number',
    },
    {
      targets: [
        ['v1', 33.333],
        ['v2', 66.667],
      ],
      rule: 'not-a-step',
    },
    {
      targets: [
        ['v1', 2 ** 31],
        ['v2', 0],
      ],
      rule: 'too-large',
    },
    {
      targets: [
        ['v1', 0],
        ['v2', 0],
      ],
      rule: 'all-zero',
    },
    {
      targets: [
        ['v1', null],
        ['v2', null],
      ],
      rule: 'all-zero',
    },
    {
      targets: [
        ['v1', 50],
        ['v9', 50],
      ],
      rule: 'unknown-target',
    },
    {
      targets: [
        ['v1', 50],
        ['v2', 25],
        ['v3', 25],
      ],
      rule: 'unknown-target',
    },
    {
      targets: [
        ['v1', 50],
        ['v1', 50],
      ],
      rule: 'duplicate-target',
    },
    {
      targets: [
        ['v1', 50],
        ['v2', 25],
        ['v2', 25],
      ],
      rule: 'duplicate-target',
    },
    {
      targets: [
        ['v2', 10],
        ['v1', 90],
      ],
      rule: 'order',
    },
    {
      targets: [
        ['v1', 90],
        ['v2', 10],
      ],
      rule: 'no-change',
    },
  ] as const)('refuses $targets: $rule', ({ targets, rule }) => {
    const result = change(objectWith(to('v1', 90), to('v2', 10)), intentOf(targets));
    expect(!result.ok && result.error.rule).toBe(rule);
  });

  it.each([
    {
      targets: [
        ['v1', 80],
        ['v3', 20],
      ],
      rule: 'missing-target',
    },
    {
      targets: [
        ['v2', 100],
        ['v3', 0],
      ],
      rule: 'missing-target',
    },
  ] as const)('refuses to lose one of three: $targets', ({ targets, rule }) => {
    const result = change(objectWith(to('v1', 80), to('v2', 10), to('v3', 10)), intentOf(targets));
    expect(!result.ok && result.error.rule).toBe(rule);
  });

  it.each([
    { targets: [['v2', 100]], rule: 'missing-target' },
    {
      targets: [
        ['v2', 90],
        ['v3', 10],
      ],
      rule: 'missing-target',
    },
    {
      targets: [
        ['v2', 90],
        ['v1', 10],
      ],
      rule: 'order',
    },
  ] as const)('refuses to drop the one destination: $targets', ({ targets, rule }) => {
    const result = change(objectWith(to('v1')), intentOf(targets));
    expect(!result.ok && result.error.rule).toBe(rule);
  });

  it('refuses an intent about another version of the object', () => {
    const result = change(
      objectWith(to('v1', 90), to('v2', 10)),
      intentOf(
        [
          ['v1', 1],
          ['v2', 9],
        ],
        '40',
      ),
    );
    expect(!result.ok && result.error.rule).toBe('resource-version');
  });

  it.each([
    { now: objectWith(to('v2', 90), to('v1', 10)), because: 'the order changed' },
    { now: objectWith(to('v1', 90)), because: 'a destination went' },
    { now: virtualService('cart', { http: [] }), because: 'the route went' },
    { now: virtualService('cart', null), because: 'there is no spec' },
  ])('refuses when the object is not what was read: $because', ({ now }) => {
    const split = splitOf(objectWith(to('v1', 90), to('v2', 10)));
    const result = changeSplit(
      split,
      now,
      intentOf([
        ['v1', 1],
        ['v2', 9],
      ]),
    );
    expect(!result.ok && result.error.rule).toBe('shape');
  });
});
