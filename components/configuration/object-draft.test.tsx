import { describe, expect, it } from 'vitest';
import { draftInWords, intentOf, underneathOf } from '@/components/configuration/object-draft';

const BASE = { resourceVersion: '1', yaml: 'a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\nh: 8\n' };
const with_ = (from: string, to: string) => BASE.yaml.replace(from, to);
const draft = { yaml: with_('a: 1', 'a: 10 # mine'), base: BASE };

describe('what a draft was made on', () => {
  it('is the same while only the version has moved, and the draft goes onto that', () => {
    const now = { ...BASE, resourceVersion: '2' };
    expect(underneathOf(draft, now)).toEqual({ kind: 'same' });
    expect(intentOf(draft, now)).toEqual({ yaml: draft.yaml, resourceVersion: '2' });
  });

  it('may have changed elsewhere: both changes fit', () => {
    const now = { resourceVersion: '2', yaml: with_('h: 8', 'h: 80') };
    expect(underneathOf(draft, now)).toEqual({
      kind: 'merges',
      merged: draft.yaml.replace('h: 8', 'h: 80'),
    });
    expect(intentOf(draft, now).resourceVersion).toBe('1');
  });

  it('fits into a short object too, a line away from what others changed', () => {
    const base = { resourceVersion: '1', yaml: 'metadata:\n  name: a\nspec:\n  host: cart\n' };
    const mine = { yaml: `${base.yaml}  exportTo: ["."]\n`, base };
    const yaml = base.yaml.replace('metadata:', 'metadata:\n  labels: {by: another}');
    expect(underneathOf(mine, { resourceVersion: '2', yaml })).toEqual({
      kind: 'merges',
      merged: `${yaml}  exportTo: ["."]\n`,
    });
  });

  it('may have changed in the same line: neither is chosen', () => {
    const now = { resourceVersion: '2', yaml: with_('a: 1', 'a: 11') };
    expect(underneathOf(draft, now)).toEqual({ kind: 'clashes' });
  });
});

describe('a draft in words', () => {
  it('says how much it changes', () => {
    expect(draftInWords(draft)).toBe('1 line added, 1 removed');
    expect(draftInWords({ ...draft, base: { resourceVersion: null, yaml: '' } })).toBe(
      'A new object',
    );
  });
});
