import { expect, test } from '../fixtures/test';
import { startHostileMesh, type HostileMesh } from '../hostile/hostile-mesh';
import { PAYLOADS } from '../hostile/payloads';
import { expectNone, settle, shownOn, touchEverything } from '../hostile/probe';
import { watchHarm } from '../hostile/watch';

let mesh: HostileMesh;

test.beforeAll(async () => {
  mesh = await startHostileMesh();
});
test.afterAll(() => mesh.close());

/** The pages to which text of the mesh gets through the server, and how much of it each shows at least. */
const PAGES: readonly (readonly [string, number])[] = [
  ['/', 20],
  ['/?layout=rows', 20],
  ['/graph?list=true', 50],
  ['/graph?list=true&view=service', 50],
  ['/services', 50],
  ['/traces', 20],
  [`/traces?service=${encodeURIComponent(PAYLOADS[11]?.text ?? '')}&lookback=1h`, 1],
  ['/traces/{trace}', 10],
  ['/traces/{trace}?span=0000000000000010', 10],
  ['/traffic', 1],
  ['/meshes', 1],
];

test.describe('a mesh in which every name is hostile, read from its sources', () => {
  for (const [path, least] of PAGES) {
    test(`does no harm on ${path.slice(0, 40)}`, async ({ context, page }) => {
      test.setTimeout(120_000);
      const { harmTo } = await watchHarm(context);
      await page.goto(mesh.url + path.replace('{trace}', mesh.traceId));
      await expect.poll(async () => (await shownOn(page)).size).toBeGreaterThanOrEqual(least);
      await touchEverything(page);
      await settle(page);
      expectNone(await harmTo(page));
    });
  }

  test('is copied as it is', async ({ context, page }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto(`${mesh.url}/traces/${mesh.traceId}?span=0000000000000010`);
    await page.getByRole('region', { name: 'Span', exact: true }).waitFor();
    await page.getByRole('button', { name: /^Copy/ }).first().click();
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return { types: item?.types ?? [], text: await navigator.clipboard.readText() };
    });
    expect(copied.types).toEqual(['text/plain']);
    expect(copied.text).not.toBe('');
  });
});
