import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import { CheckEngine, type MeshRule } from '@/lib/mesh/checks/engine';
import { inNamespace, objectAt } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { ALL_KINDS, ALL_KNOWN, ALL_RULES, storeOfObjects } from '@/lib/testing/check-cases';
import { changingObjects } from '@/lib/testing/changing-objects';

function object(kind: string, name: string, version: string, spec: object = {}): KubeObject {
  const metadata = { name, namespace: 'shop', resourceVersion: version };
  return { apiVersion: 'v1', kind, metadata, spec };
}

/** A rule that counts how often it runs. */
function counted(): { readonly rule: Rule; readonly runs: () => readonly string[] } {
  let runs: string[] = [];
  const rule: Rule = {
    code: 'XX101',
    severity: 'warning',
    title: '',
    why: '',
    mend: '',
    link: '',
    subjects: [PODS],
    reads: [SERVICES],
    check: ({ metadata, spec }, lookups) => {
      runs.push(metadata.name);
      const wanted = textOf(fieldsOf(spec)['of']) ?? '';
      const found = objectAt(lookups, SERVICES, 'shop', wanted);
      return found === undefined ? [at('/spec/of', `no ${wanted}`)] : [];
    },
  };
  const taken = () => {
    const told = runs;
    runs = [];
    return told;
  };
  return { rule, runs: taken };
}

function engineOf(rules: readonly Rule[]): CheckEngine {
  return new CheckEngine(
    rules.map((rule): MeshRule => ({ mesh: 'any', rule })),
    ALL_KINDS,
  );
}

describe('an engine of checks', () => {
  it('judges again only what looked at a place where something is different', () => {
    const { rule, runs } = counted();
    const engine = engineOf([rule]);
    const pods = [
      object('Pod', 'a', '1', { of: 'cart' }),
      object('Pod', 'b', '2', { of: 'orders' }),
    ];
    engine.update(storeOfObjects(pods), ALL_KNOWN);
    engine.settle();
    expect(runs()).toEqual(['a', 'b']);
    expect(engine.findings().map(({ object: { name } }) => name)).toEqual(['a', 'b']);

    engine.update(storeOfObjects([...pods, object('Service', 'cart', '3')]), ALL_KNOWN);
    engine.settle();
    expect(runs()).toEqual(['a']);
    expect(engine.findings().map(({ message }) => message)).toEqual(['no orders']);

    engine.update(storeOfObjects([...pods, object('Service', 'cart', '3')]), ALL_KNOWN);
    engine.settle();
    expect(runs()).toEqual([]);
  });

  it('does not judge again what is there in the same version, be it another copy', () => {
    const { rule, runs } = counted();
    const engine = engineOf([rule]);
    for (const version of ['1', '1', '2']) {
      engine.update(storeOfObjects([object('Pod', 'a', version, { of: 'x' })]), ALL_KNOWN);
      engine.settle();
    }
    expect(runs()).toEqual(['a', 'a']);
  });

  it('forgets an object that is gone, and what was said of it', () => {
    const { rule } = counted();
    const engine = engineOf([rule]);
    engine.update(storeOfObjects([object('Pod', 'a', '1')]), ALL_KNOWN);
    engine.settle();
    expect(engine.findings()).toHaveLength(1);
    engine.update(storeOfObjects([]), ALL_KNOWN);
    engine.settle();
    expect(engine.findings()).toEqual([]);
  });

  it('judges everything again when something else can be read', () => {
    const { rule, runs } = counted();
    const engine = engineOf([rule]);
    const store = storeOfObjects([object('Pod', 'a', '1')]);
    engine.update(store, ALL_KNOWN);
    engine.settle();
    engine.update(store, { key: 'other', knows: () => false });
    engine.settle();
    expect(runs()).toEqual(['a', 'a']);
  });

  it('works off what is due in pieces', () => {
    const { rule, runs } = counted();
    const engine = engineOf([rule]);
    const pods = ['a', 'b', 'c'].map((name) => object('Pod', name, '1'));
    expect(engine.update(storeOfObjects(pods), ALL_KNOWN)).toBe(3);
    expect(engine.settle(2)).toBe(false);
    expect(runs()).toEqual(['a', 'b']);
    expect(engine.settle(2)).toBe(true);
    expect(runs()).toEqual(['c']);
  });

  it('names the objects that take part by their kinds', () => {
    const rule: Rule = {
      ...counted().rule,
      check: (_, lookups) => [at('', '', ...inNamespace(lookups, SERVICES, 'shop'))],
    };
    const engine = engineOf([rule]);
    engine.update(
      storeOfObjects([object('Pod', 'a', '1'), object('Service', 'cart', '2')]),
      ALL_KNOWN,
    );
    engine.settle();
    const [finding] = engine.findings();
    expect(finding?.object).toMatchObject({ plural: 'pods', name: 'a', group: '' });
    expect(finding?.related).toEqual([
      { group: '', plural: 'services', kind: 'Service', namespace: 'shop', name: 'cart' },
    ]);
  });
});

describe('an engine after any sequence of changes', () => {
  it('says what a fresh one would say', () => {
    const total = { findings: 0 };
    fc.assert(
      fc.property(changingObjects(), (steps) => {
        const engine = new CheckEngine(ALL_RULES, ALL_KINDS);
        for (const { objects, reach } of steps) {
          const store = storeOfObjects(objects);
          engine.update(store, reach);
          engine.settle();
          const fresh = new CheckEngine(ALL_RULES, ALL_KINDS);
          fresh.update(store, reach);
          fresh.settle();
          expect(engine.findings()).toEqual(fresh.findings());
          total.findings += engine.findings().length;
        }
      }),
    );
    // A property over nothing would hold as well.
    expect(total.findings).toBeGreaterThan(100);
  });
});
