import { describe, expect, it } from 'vitest';
import {
  isTroubled,
  policiesToShow,
  totalsOf,
  workloadsToShow,
} from '@/components/security/security-rows';
import { modesOf } from '@/components/shell/security-words';
import type { DescribedPolicyDto, TlsModeDto, WorkloadPosture } from '@/lib/contract/security';

const port = (number: number, mode: TlsModeDto): WorkloadPosture['ports'][number] => ({
  ...{ port: number, names: [], mode, mutual: true, by: null, because: '' },
});

const workload = (name: string, rest: Partial<WorkloadPosture> = {}): WorkloadPosture => ({
  ...{ node: `c/shop/workload/${name}`, namespace: 'shop', name, mesh: 'one', gateway: false },
  ...{ ports: [port(80, 'permissive')], callers: 0, plaintext: [], denied: 0, undecided: 0 },
  ...{ conflicts: [], ...rest },
});

const caller = { node: 'c/a/workload/b', namespace: 'a', name: 'b' };
const open = workload('open', { plaintext: [{ edge: 'e', caller, share: 1 }], callers: 1 });
const strict = workload('strict', { ports: [port(80, 'strict'), port(81, 'strict')] });
const mixed = workload('mixed', { ports: [port(80, 'strict'), port(81, 'disabled')] });
const denied = workload('denied', { denied: 1 });
const outside = workload('outside', { mesh: null, ports: [] });
const ALL = [open, strict, mixed, denied, outside];
const namesOf = (shown: readonly WorkloadPosture[]) => shown.map(({ name }) => name);

describe('the workloads of the security page', () => {
  it('are found by what they are and by name', () => {
    const show = (which: 'mesh' | 'plaintext' | 'trouble' | 'all', search = '') =>
      namesOf(workloadsToShow(ALL, { show: which, search }));
    expect(show('all')).toHaveLength(5);
    expect(show('mesh')).not.toContain('outside');
    expect(show('plaintext')).toEqual(['open']);
    expect(show('trouble')).toEqual(['denied']);
    expect(show('all', 'STRICT')).toEqual(['strict']);
    expect(show('all', 'shop/mix')).toEqual(['mixed']);
  });

  it('show the weakest of their modes first, each once', () => {
    expect(modesOf(mixed)).toEqual(['disabled', 'strict']);
    expect(modesOf(strict)).toEqual(['strict']);
    expect(modesOf(outside)).toEqual([]);
  });

  it('are in trouble with a denied call that flows, or ends that do not fit', () => {
    expect(isTroubled(denied)).toBe(true);
    expect(isTroubled(workload('x', { conflicts: ['a'] }))).toBe(true);
    expect(isTroubled(open)).toBe(false);
  });

  it('add up', () => {
    expect(totalsOf(ALL)).toEqual({
      ...{ meshed: 4, outside: 1, strict: 1, permissive: 2, plaintext: 1, troubled: 1 },
    });
  });
});

describe('the policies of the security page', () => {
  const policy = (name: string, rule: string): DescribedPolicyDto => ({
    object: { group: 'g', plural: 'policies', kind: 'Policy', namespace: 'shop', name },
    ...{ mesh: 'one', effect: 'allow', selects: 'pods', rules: [rule], warnings: [] },
  });

  it('are found by their names and by their words', () => {
    const all = [policy('a', 'Allows web.'), policy('b', 'Denies cart.')];
    const found = (search: string) => policiesToShow(all, search).map(({ object }) => object.name);
    expect(found('')).toEqual(['a', 'b']);
    expect(found('WEB')).toEqual(['a']);
    expect(found('shop/b')).toEqual(['b']);
  });
});
