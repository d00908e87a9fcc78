import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { SplitIntent } from '@/lib/domain/split';
import { allTo, inOwnScale, moveWeight, refusalOf, spread } from '@/lib/domain/weights';
import { changeSplit } from '@/lib/mesh/app-mesh/change-split';
import { VIRTUAL_NODE, VIRTUAL_ROUTER } from '@/lib/mesh/app-mesh/kinds';
import { APP_MESH_WEIGHTS, splits } from '@/lib/mesh/app-mesh/splits';
import { DEPLOYMENTS } from '@/lib/mesh/core-kinds';
import { film, node, target } from '@/lib/testing/app-mesh-objects';
import { deployment, storeOf } from '@/lib/testing/kube-objects';

const VERSIONS = ['v1', 'v2', 'v3'];
const labelsOf = (version: string) => ({ app: 'film', version });
const PATH = '/spec/routes/0/httpRoute/action/weightedTargets';

function splitOf(object: KubeObject) {
  const nodes = VERSIONS.map((version) => node(`film-${version}`, labelsOf(version)));
  const pods = VERSIONS.map((version) => deployment(`film-${version}`, labelsOf(version)));
  const [split] = splits(
    storeOf([VIRTUAL_ROUTER, [object]], [VIRTUAL_NODE, nodes], [DEPLOYMENTS, pods]),
  );
  if (split === undefined) throw new Error('no split');
  return split;
}

type Wanted = readonly (readonly [host: string, weight: number | null, port?: number])[];

const intentOf = (wanted: Wanted, resourceVersion = '41'): SplitIntent => ({
  resourceVersion,
  targets: wanted.map(([host, weight, port]) => ({
    host,
    weight,
    ...(port === undefined ? {} : { port }),
  })),
});

const change = (object: KubeObject, wanted: Wanted, resourceVersion?: string) =>
  changeSplit(splitOf(object), object, intentOf(wanted, resourceVersion));

const both = film(target('film-v1', 90), target('film-v2', 10));

describe('a change of a VirtualRouter', () => {
  it('moves weights and tests that it moves the right ones', () => {
    const result = change(both, [
      ['film-v1', 75],
      ['film-v2', 25],
    ]);
    expect(result.ok && result.value.patch).toEqual([
      { op: 'test', path: '/metadata/resourceVersion', value: '41' },
      { op: 'test', path: `${PATH}/0/virtualNodeRef`, value: { name: 'film-v1' } },
      { op: 'test', path: `${PATH}/1/virtualNodeRef`, value: { name: 'film-v2' } },
      { op: 'replace', path: `${PATH}/0/weight`, value: 75 },
      { op: 'replace', path: `${PATH}/1/weight`, value: 25 },
    ]);
  });

  it('leaves every other field as it is', () => {
    const result = change(both, [
      ['film-v1', 50],
      ['film-v2', 50],
    ]);
    const after = film(target('film-v1', 50), target('film-v2', 50));
    expect(result.ok && result.value.after).toEqual(after);
    expect(both).toEqual(film(target('film-v1', 90), target('film-v2', 10)));
  });

  it('keeps a target’s port and tests it', () => {
    const object = film(target('film-v1', 60, { port: 80 }), target('film-v2', 40, { port: 80 }));
    const result = change(object, [
      ['film-v1', 40, 80],
      ['film-v2', 60, 80],
    ]);
    expect(result.ok && result.value.patch).toContainEqual({
      op: 'test',
      path: `${PATH}/0/port`,
      value: 80,
    });
  });

  it('widens one target to another version, and goes back to one', () => {
    const wide = change(film(target('film-v1', 100)), [
      ['film-v1', 90],
      ['film-v2', 10],
    ]);
    expect(wide.ok && wide.value.after).toEqual(both);
    const narrow = change(both, [['film-v2', 100]]);
    expect(narrow.ok && narrow.value.after).toEqual(film(target('film-v2', 100)));
  });

  it.each<readonly [string, string, Wanted]>([
    [
      'not-a-number',
      'NaN',
      [
        ['film-v1', NaN],
        ['film-v2', 10],
      ],
    ],
    [
      'not-a-number',
      'no end',
      [
        ['film-v1', Infinity],
        ['film-v2', 10],
      ],
    ],
    [
      'negative',
      'a negative weight',
      [
        ['film-v1', -1],
        ['film-v2', 10],
      ],
    ],
    [
      'not-a-step',
      'a fraction',
      [
        ['film-v1', 33.3],
        ['film-v2', 10],
      ],
    ],
    [
      'too-large',
      'more than the field takes',
      [
        ['film-v1', 101],
        ['film-v2', 0],
      ],
    ],
    [
      'sum',
      'more than AWS takes in all',
      [
        ['film-v1', 90],
        ['film-v2', 11],
      ],
    ],
    [
      'all-zero',
      'nothing for anybody',
      [
        ['film-v1', 0],
        ['film-v2', 0],
      ],
    ],
    [
      'weight-needed',
      'a weight left out',
      [
        ['film-v1', null],
        ['film-v2', 10],
      ],
    ],
    [
      'unknown-target',
      'a node that is none',
      [
        ['film-v1', 90],
        ['film-v2', 5],
        ['film-v9', 5],
      ],
    ],
    [
      'missing-target',
      'a target less',
      [
        ['film-v1', 50],
        ['film-v3', 50],
      ],
    ],
    [
      'duplicate-target',
      'a target twice',
      [
        ['film-v1', 40],
        ['film-v1', 50],
        ['film-v2', 10],
      ],
    ],
    [
      'order',
      'another order',
      [
        ['film-v2', 10],
        ['film-v1', 90],
      ],
    ],
    [
      'unknown-target',
      'another port',
      [
        ['film-v1', 50, 81],
        ['film-v2', 50],
      ],
    ],
    [
      'no-change',
      'what is there already',
      [
        ['film-v1', 90],
        ['film-v2', 10],
      ],
    ],
  ])('is refused (%s): %s', (rule, _, wanted) => {
    expect(change(both, wanted)).toMatchObject({ ok: false, error: { rule } });
  });

  it('is refused on another version of the object, or another shape', () => {
    const wanted = [
      ['film-v1', 50],
      ['film-v2', 50],
    ] as const;
    expect(change(both, wanted, '40')).toMatchObject({ error: { rule: 'resource-version' } });
    const other = film(target('film-v2', 10), target('film-v1', 90));
    const result = changeSplit(splitOf(both), other, intentOf(wanted));
    expect(result).toMatchObject({ ok: false, error: { rule: 'shape' } });
  });

  it('is refused for more targets than a route may have', () => {
    const many = Array.from({ length: 11 }, (_, i) => [`film-v${i}`, 1] as const);
    expect(change(both, many)).toMatchObject({ error: { rule: 'too-many-targets' } });
  });
});

describe('weights of App Mesh', () => {
  const anyWeights = fc
    .array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 5 })
    .filter((all) => all.reduce((sum, weight) => sum + weight, 0) > 0)
    .filter((all) => all.reduce((sum, weight) => sum + weight, 0) <= 100);
  const anyMove = fc.record({
    index: fc.nat(4),
    percent: fc.integer({ min: 0, max: 100 }),
    kind: fc.constantFrom('move', 'all', 'even'),
  });

  it('are never refused after any moves', () => {
    fc.assert(
      fc.property(anyWeights, fc.array(anyMove, { maxLength: 12 }), (written, moves) => {
        let draft: readonly (number | null)[] = written;
        for (const { index, percent, kind } of moves) {
          const at = index % written.length;
          if (kind === 'all') draft = allTo(draft, at, APP_MESH_WEIGHTS);
          else if (kind === 'even') {
            draft = spread(
              written.map(() => 1),
              draft,
              APP_MESH_WEIGHTS,
            );
          } else draft = moveWeight(draft, at, percent, new Set(), APP_MESH_WEIGHTS);
        }
        const own = inOwnScale(draft, written, APP_MESH_WEIGHTS);
        expect(refusalOf(own, APP_MESH_WEIGHTS)).toBeNull();
        expect(own.every((weight) => weight !== null)).toBe(true);
      }),
    );
  });
});
