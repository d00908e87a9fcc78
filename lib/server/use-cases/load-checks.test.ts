import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { checksSchema } from '@/lib/contract/checks';
import { checksQuerySchema } from '@/lib/contract/queries';
import { manyListeners } from '@/lib/server/cache/shared-work';
import {
  startDemoRuntime,
  type DemoPerson,
  type DemoRuntime,
} from '@/lib/server/testing/demo-runtime';
import { loadChecks } from '@/lib/server/use-cases/load-checks';
import { lineOf } from '@/lib/testing/check-cases';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: DemoRuntime;
const { signal } = new AbortController();
manyListeners(signal);

beforeAll(async () => {
  world = await startDemoRuntime();
});
afterAll(() => world.close());

async function checksOf(person: DemoPerson, namespaces = '') {
  const query = checksQuerySchema.parse({ namespaces });
  return checksSchema.parse(await loadChecks(world.runtime, await world.as(person), query, signal));
}

/** Everything that is wrong in the demo: one thing of each mesh, planted. */
const PLANTED = [
  'AM201 AuthorizationPolicy depot/crane /spec/rules/0/to/0/operation/methods/0',
  'AP302 VirtualService media/trailers /spec',
  'GA301 ReferenceGrant support/from-helpdesk /spec/from/0/namespace',
  'CO101 ServiceSplitter billing/ledger-db /spec/splits/1/service',
  'CO102 ServiceSplitter billing/ledger-db /spec',
  'CO107 ServiceSplitter billing/ledger-db /status/conditions',
  'IS208 DestinationRule warehouse/labels /spec/trafficPolicy/outlierDetection/consecutiveErrors',
  'LI106 HTTPRoute loyalty/rewards /spec/parentRefs',
  'IS508 AuthorizationPolicy support/chat /spec/rules/0/from/0/source/principals/0',
  'IS102 VirtualService shop/profiles /spec/http/0/route/1/destination/subset',
];

describe('the checks of the demo', () => {
  it('are those that were planted, and no other', async () => {
    const { findings, rules, counts, byNamespace, warnings } = await checksOf('admin');
    expect(findings.map(lineOf).toSorted()).toEqual(PLANTED.toSorted());
    expect(warnings).toEqual([]);
    expect(rules.map(({ code }) => code).toSorted()).toEqual(
      [...new Set(findings.map(({ code }) => code))].toSorted(),
    );
    expect(counts.error + counts.warning + counts.note).toBe(findings.length);
    expect(byNamespace).toContainEqual({ namespace: 'shop', error: 1, warning: 0, note: 0 });
    const sum = (of: 'error' | 'warning' | 'note') =>
      byNamespace.reduce((all, each) => all + each[of], 0);
    expect({ error: sum('error'), warning: sum('warning'), note: sum('note') }).toEqual(counts);
  });

  it('stand in the documentation, and those that stand there are in the demo', () => {
    const [, table = ''] = readFileSync('docs/checks.md', 'utf8').split('## In the demo');
    const rows = table.split('\n## ')[0]?.matchAll(/\| (\w+) `([^`]+)` +\| ([A-Z0-9, ]+?) +\|/g);
    const told = [...(rows ?? [])].flatMap(([, kind, name, codes = '']) =>
      codes.split(', ').map((code) => `${code} ${kind} ${name}`),
    );
    const planted = PLANTED.map((line) => line.split(' ').slice(0, 3).join(' '));
    expect(told.toSorted()).toEqual(planted.toSorted());
  });

  it('are those of the namespaces that were asked for', async () => {
    expect((await checksOf('admin', 'shop')).findings.length).toBeGreaterThan(0);
    expect((await checksOf('admin', 'loyalty-none')).findings).toEqual([]);
  });

  it('say nothing of what a person may not read, nor that it is missing', async () => {
    const { findings } = await checksOf('shop-viewer');
    const elsewhere = findings.flatMap(({ object, related }) =>
      [object, ...related].filter(({ namespace }) => namespace !== 'shop'),
    );
    expect(elsewhere).toEqual([]);
    const all = new Set((await checksOf('admin')).findings.map(lineOf));
    expect(findings.map(lineOf).filter((line) => !all.has(line))).toEqual([]);
  });
});
