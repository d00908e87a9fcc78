import { describe, expect, it } from 'vitest';
import { resourceKey } from '@/lib/domain/kube-object';
import { CheckEngine } from '@/lib/mesh/checks/engine';
import type { Lookups } from '@/lib/mesh/checks/rule';
import {
  ALL_KINDS,
  ALL_KNOWN,
  ALL_RULES,
  findingsAmong,
  lineOf,
  objectsFrom,
  storeOfObjects,
} from '@/lib/testing/check-cases';
import { RULE_CASES } from '@/lib/testing/rule-cases/all';

const CASES = Object.entries(RULE_CASES);

describe('every rule', () => {
  it('has a case, and every case a rule', () => {
    const codes = ALL_RULES.map(({ rule }) => rule.code);
    expect(Object.keys(RULE_CASES).toSorted()).toEqual(codes.toSorted());
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.length).toBeGreaterThan(10);
  });

  it.each(CASES)('%s finds what is broken, at its place', (code, { broken, path }) => {
    const found = findingsAmong(objectsFrom(broken)).filter((finding) => finding.code === code);
    expect(found.map((finding) => finding.path)).toContain(path);
    for (const { message } of found) expect(message).toMatch(/[.)]$/);
  });

  it.each(CASES)('%s and all others leave alone what is in order', (_, { clean }) => {
    expect(findingsAmong(objectsFrom(clean)).map(lineOf)).toEqual([]);
  });

  it.each(CASES)('%s reads only the kinds that it declares', (code, { broken, clean }) => {
    const found = ALL_RULES.find(({ rule }) => rule.code === code);
    if (found === undefined) throw new TypeError(`no rule ${code}`);
    const { rule } = found;
    const declared = new Set([...rule.reads, ...rule.subjects].map(resourceKey));
    const undeclared = new Set<string>();
    const watched = (lookups: Lookups): Lookups => ({
      find: (index, key) => {
        if (!declared.has(resourceKey(index.kind))) undeclared.add(resourceKey(index.kind));
        return lookups.find(index, key);
      },
      knows: (kind, namespace) => {
        if (!declared.has(resourceKey(kind))) undeclared.add(resourceKey(kind));
        return lookups.knows(kind, namespace);
      },
    });
    const check: typeof rule.check = (object, lookups) => rule.check(object, watched(lookups));
    for (const text of [broken, clean]) {
      const engine = new CheckEngine([{ ...found, rule: { ...rule, check } }], ALL_KINDS);
      engine.update(storeOfObjects(objectsFrom(text)), ALL_KNOWN);
      engine.settle();
    }
    expect([...undeclared]).toEqual([]);
  });

  it.each(ALL_RULES)('$rule.code says what, why and how to mend', ({ rule }) => {
    expect(rule.code).toMatch(/^[A-Z]{2}[1-9][0-9]{2}$/);
    expect(rule.title).toMatch(/^[A-Za-z].*[^.]$/);
    for (const text of [rule.why, rule.mend]) expect(text).toMatch(/^[A-Za-z].*\.$/);
    expect(rule.link).toMatch(/^https:\/\//);
    expect(rule.subjects).not.toEqual([]);
    const known = new Set(ALL_KINDS.map(resourceKey));
    for (const kind of [...rule.subjects, ...rule.reads])
      expect(known).toContain(resourceKey(kind));
  });
});

describe('what cannot be read', () => {
  it.each(CASES)('%s never takes for missing', (_, { clean }) => {
    const objects = objectsFrom(clean);
    // Somebody who may read one object only, and knows nothing of all the rest.
    const told = objects.flatMap((object) =>
      findingsAmong([object], { key: 'blind', knows: () => false }).map(lineOf),
    );
    expect(told).toEqual([]);
  });
});
