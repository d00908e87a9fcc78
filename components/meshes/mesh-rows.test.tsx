import { describe, expect, it } from 'vitest';
import { namespacesToShow, oddities, totalsOf } from '@/components/meshes/mesh-rows';
import type { MeshNamespace } from '@/lib/contract/meshes';

type Membership = MeshNamespace['memberships'][number];

const inMesh = (mesh: string, podsInMesh: number, rest: Partial<Membership> = {}): Membership => ({
  mesh,
  podsInMesh,
  injection: 'enabled',
  ...rest,
});

const namespace = (
  name: string,
  pods: number,
  podsOutside: number,
  ...memberships: readonly Membership[]
): MeshNamespace => ({ name, pods, podsOutside, memberships: [...memberships] });

const whole = namespace('whole', 4, 0, inMesh('one', 4));
const partial = namespace('partial', 4, 1, inMesh('one', 3));
const moving = namespace('moving', 4, 0, inMesh('one', 2), inMesh('two', 2));
const plain = namespace('plain', 2, 2);
const ALL = [whole, partial, moving, plain];
const page = { show: 'all', mesh: '', search: '' } as const;
const namesOf = (shown: readonly MeshNamespace[]) => shown.map(({ name }) => name);

describe('the namespaces of the meshes', () => {
  it('are found by mesh, by what is outside, and by name', () => {
    expect(namesOf(namespacesToShow(ALL, page))).toEqual(['whole', 'partial', 'moving', 'plain']);
    expect(namesOf(namespacesToShow(ALL, { ...page, mesh: 'two' }))).toEqual(['moving']);
    expect(namesOf(namespacesToShow(ALL, { ...page, show: 'partial' }))).toEqual(['partial']);
    expect(namesOf(namespacesToShow(ALL, { ...page, show: 'outside' }))).toEqual([
      'partial',
      'plain',
    ]);
    expect(namesOf(namespacesToShow(ALL, { ...page, search: 'MOV' }))).toEqual(['moving']);
  });

  it('are counted with their pods, by mesh', () => {
    expect(totalsOf('one', ALL)).toEqual({ namespaces: 3, pods: 9 });
    expect(totalsOf('none', ALL)).toEqual({ namespaces: 0, pods: 0 });
  });
});

describe('what does not fit together', () => {
  it.each([
    ['nothing, where every pod is in', whole, []],
    ['nothing, where nothing is enrolled', plain, []],
    ['pods that are in none', partial, ['1 of 4 pods take part in no mesh.']],
    ['pods of several meshes', moving, ['Its pods are in several meshes, as during a migration.']],
    [
      'an enrolment without effect',
      namespace('late', 2, 2, inMesh('one', 0)),
      ['It is enrolled, but none of its pods takes part: they started before, or opted out.'],
    ],
    [
      'pods that take part without enrolment',
      namespace('odd', 2, 0, inMesh('one', 2, { injection: 'unset' })),
      ['2 pods take part though the namespace does not say so.'],
    ],
  ] as const)('is %s', (_, subject, found) => {
    expect(oddities(subject)).toEqual(found);
  });
});
