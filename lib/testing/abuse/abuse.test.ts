import { describe, expect, it } from 'vitest';
import { loaderWith, tryEach } from '@/lib/testing/abuse/abuse';
import { edited, importsOf } from '@/lib/testing/abuse/planted-sources.mjs';
import type * as promql from '@/lib/domain/promql';
import type * as queries from '@/lib/mesh/istio/queries';

const FILE = 'lib/domain/promql.ts';
const NO_RATE = { file: FILE, find: "overRange('rate', ", replace: "overRange('increase', " };

describe('a planted defect', () => {
  it('is in the module, in whatever imports it, and nowhere else', async () => {
    const request = { windowSeconds: 60, view: 'workload', proxies: 'folded' } as const;
    const broken = loaderWith([NO_RATE]);
    const { telemetryQueries } = await broken<typeof queries>('lib/mesh/istio/queries.ts');
    expect(telemetryQueries(request)[0]?.promql).toContain('increase(');
    const { rate } = await broken<typeof promql>(FILE);
    expect(rate('m', [], 60)).toBe('increase(m[1m])');

    const whole = await loaderWith([])<typeof queries>('lib/mesh/istio/queries.ts');
    expect(whole.telemetryQueries(request)[0]?.promql).toContain('rate(');
  });

  it('makes no copy of what it does not touch', async () => {
    const broken = loaderWith([NO_RATE]);
    const file = 'lib/domain/pointer.ts';
    expect(await broken(file)).toBe(await import('@/lib/domain/pointer'));
    expect(await broken(FILE)).not.toBe(await import('@/lib/domain/promql'));
  });

  it('is followed through imports of values, of every form', () => {
    const code = [
      "import a from 'a';",
      "import {\n  type T,\n  b,\n} from 'b';",
      "import * as c from 'c';",
      "import 'd';",
      "export { e } from 'e';",
      "export * from 'f';",
      "const g = await import('g');",
      "import type { H } from 'h';",
      "export type { I } from 'i';",
      "export const j = 'from k';",
    ];
    expect(importsOf(code.join('\n'))).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it.each([
    ['no longer there', 'once', 'no such text'],
    ['there twice', 'once and once', 'once'],
  ])('whose text is %s is an error, not a green test', (_, code, find) => {
    expect(() => edited(code, FILE, [{ file: FILE, find, replace: '' }])).toThrow(/not once/);
  });

  it('leaves other files as they are', () => {
    expect(edited('once', 'other.ts', [{ file: FILE, find: 'once', replace: '' }])).toBe('once');
  });
});

describe('trying attacks', () => {
  it('counts what is thrown as having got through', async () => {
    const outcome = await tryEach(['a', 'b', 'c'], (attack) => {
      if (attack === 'b') throw new TypeError('no');
      return attack === 'c' ? 'was taken' : null;
    });
    expect(outcome).toEqual({ tried: 3, through: ['b: threw TypeError: no', 'c: was taken'] });
  });

  it('stops when there is enough to read', async () => {
    const outcome = await tryEach(Array(100).keys(), () => 'was taken');
    expect(outcome.through).toHaveLength(3);
  });
});
