import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALL_RULES } from '@/lib/testing/check-cases';

const TEXT = readFileSync('docs/checks.md', 'utf8');

describe('docs/checks.md', () => {
  it.each(ALL_RULES)('has $rule.code as it is', ({ rule }) => {
    const row = TEXT.split('\n').find((line) => line.startsWith(`| [${rule.code}](`));
    const cells = row?.split(' | ').map((cell) => cell.replaceAll('|', '').trim());
    expect(cells).toEqual([`[${rule.code}](${rule.link})`, rule.severity, rule.title, rule.mend]);
  });

  it('names no rule that is not there', () => {
    const known = new Set(ALL_RULES.map(({ rule }) => rule.code));
    const named = [...TEXT.matchAll(/\b(?:IS|AM|LI|CO|AP|GA)[1-9][0-9]{2}\b/g)].map(
      ([code]) => code,
    );
    expect(named.length).toBeGreaterThan(known.size);
    expect(named.filter((code) => !known.has(code))).toEqual([]);
  });
});
