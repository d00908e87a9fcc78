import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { BrowserContext } from '@playwright/test';
import { splitsSchema, type SplitDto } from '../../lib/contract/splits';
import type { Listening } from '../../demo/listen';
import { PORTS } from '../fixtures/addresses';
import { hostileFrame, WRITES, type Attack, type Layer } from '../fixtures/attacks';
import { LAUNCH_OPTIONS } from '../fixtures/browser-options';
import { asSeenFrom, openHostilePage, REBOUND, startHostileServer } from '../fixtures/hostile-page';
import { startRecordingProxy, type RecordingProxy } from '../fixtures/recording-proxy';
import { expect, test } from '../fixtures/test';

test.use({
  launchOptions: {
    ...LAUNCH_OPTIONS,
    args: [
      ...LAUNCH_OPTIONS.args,
      `--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`,
      // A wall that not every browser has: ours must hold without it.
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests',
    ],
  },
  allowedErrors: ['Access to ', 'Refused to ', 'Framing '],
});

const countsSchema = z.record(z.string(), z.object({ seen: z.number(), through: z.number() }));

let alone: ChildProcess;
let aloneUrl: string;
let hostile: Listening;
let forwarded: RecordingProxy;
/** The console, as a port-forward has it on a port of its own. */
let consoleUrl: string;

test.beforeAll(async () => {
  const args = ['--conditions=react-server', '--import', 'tsx', 'e2e/fixtures/guard-alone.ts'];
  alone = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (alone.stdout === null) throw new Error('its port cannot be read');
  const [port] = z.tuple([z.string()]).parse(await once(createInterface(alone.stdout), 'line'));
  aloneUrl = `http://localhost:${port}`;
  hostile = await startHostileServer();
  forwarded = await startRecordingProxy(PORTS.console);
  consoleUrl = forwarded.url.replace('127.0.0.1', 'localhost');
});

test.afterAll(async () => {
  alone.kill();
  await Promise.all([hostile.close(), forwarded.close()]);
});

async function countOf(path: string) {
  const response = await fetch(`${aloneUrl.replace('localhost', '127.0.0.1')}/counts`);
  return countsSchema.parse(await response.json())[path] ?? { seen: 0, through: 0 };
}

/** The splits as they are, asked for without a browser. */
async function readSplits(): Promise<readonly SplitDto[]> {
  const response = await fetch(`http://127.0.0.1:${String(PORTS.console)}/api/v1/splits`);
  return splitsSchema.parse(await response.json()).splits;
}

/** Runs an attack in a page of its own, since a form leads away from it. */
async function attackWith(
  { from, act }: Attack,
  context: BrowserContext,
  target: string,
  path: string,
): Promise<void> {
  const page = await context.newPage();
  await openHostilePage(page, from, hostile, target);
  await act(page, asSeenFrom(from, target) + path);
}

const nameOf = ({ name, from }: Attack) => `${name} from ${from}`;

test.describe('a hostile page changes nothing', () => {
  for (const attack of WRITES) {
    test(`by ${nameOf(attack)}`, async ({ context }) => {
      const [split] = await readSplits();
      const id = `/api/v1/splits/${encodeURIComponent(split?.id ?? '')}`;
      const before = forwarded.recorded.length;
      for (const path of [id, `${id}/preview`, '/api/v1/session']) {
        const asked = () => forwarded.recorded.filter((each) => each.path === path).length;
        const known = asked();
        await attackWith(attack, context, consoleUrl, path);
        await expect.poll(asked).toBeGreaterThan(known);
      }
      const answers = forwarded.recorded
        .slice(before)
        .filter(({ path }) => path.startsWith('/api/'));
      for (const { method, status } of answers) {
        expect(status, method).toBeGreaterThanOrEqual(400);
        if (attack.needsCors === true) expect(method).toBe('OPTIONS');
      }
      const [after] = await readSplits();
      expect(after?.carrier.resourceVersion).toBe(split?.carrier.resourceVersion);
    });
  }
});

test.describe('each layer of the guard stops a hostile page alone; without them it gets through:', () => {
  for (const attack of WRITES) {
    test(nameOf(attack), async ({ context }) => {
      const getsThrough = async (layers: readonly Layer[]) => {
        const names = [...layers, ...(attack.needsCors === true ? ['cors'] : []), 'nothing-else'];
        const path = `/${names.join('+')}/write`;
        const before = await countOf(path);
        await attackWith(attack, context, aloneUrl, path);
        await expect.poll(async () => (await countOf(path)).seen).toBeGreaterThan(before.seen);
        return (await countOf(path)).through - before.through;
      };
      expect(await getsThrough([])).toBe(1);
      for (const layer of attack.stoppedBy) expect(await getsThrough([layer]), layer).toBe(0);
    });
  }
});

test.describe('a hostile page reads nothing', () => {
  const read = (url: string) =>
    fetch(url).then(
      (response) => response.text(),
      () => 'nothing',
    );

  for (const from of ['another port', 'a sandboxed frame'] as const) {
    test(`from ${from}, unless the server let every origin read`, async ({ page }) => {
      await openHostilePage(page, from, hostile, consoleUrl);
      const frame = hostileFrame(page);
      for (const path of ['/api/v1/graph', '/api/v1/status', '/metrics', '/graph']) {
        expect(await frame.evaluate(read, consoleUrl + path), path).toBe('nothing');
      }
      const every = 'host+origin+marker+media';
      expect(await frame.evaluate(read, `${aloneUrl}/${every}/read`)).toBe('nothing');
      expect(await frame.evaluate(read, `${aloneUrl}/${every}+cors/read`)).toContain('secret');
    });
  }

  test('from a rebound name, unless the host is not looked at', async ({ page }) => {
    await openHostilePage(page, 'a rebound name', hostile, consoleUrl);
    const ours = asSeenFrom('a rebound name', consoleUrl);
    for (const path of ['/api/v1/graph', '/api/v1/status', '/metrics', '/graph', '/icon.svg']) {
      const seen = await page.evaluate(async (url) => {
        const response = await fetch(url);
        return { status: response.status, text: await response.text() };
      }, ours + path);
      expect(seen.status, path).toBe(421);
      expect(seen.text).not.toMatch(/requestRate|alidade_|<html/);
    }
    await openHostilePage(page, 'a rebound name', hostile, aloneUrl);
    const alone = asSeenFrom('a rebound name', aloneUrl);
    expect(await page.evaluate(read, `${alone}/host/read`)).not.toContain('secret');
    expect(await page.evaluate(read, `${alone}/origin+marker+media/read`)).toContain('secret');
  });
});

test.describe('a port-forward from any port', () => {
  for (const host of ['localhost', '127.0.0.1']) {
    test(`serves ${host}, and takes what its own page sends`, async ({ page }) => {
      await page.goto(`${consoleUrl.replace('localhost', host)}/graph`);
      await expect(page.getByRole('navigation').first()).toBeVisible();
      const [split] = await readSplits();
      const status = await page.evaluate(
        async ([path, body]) => {
          const headers = { 'content-type': 'application/json', 'x-alidade': '1' };
          return (await fetch(path, { method: 'POST', headers, body })).status;
        },
        [
          `/api/v1/splits/${encodeURIComponent(split?.id ?? '')}/preview`,
          JSON.stringify({ resourceVersion: '1', targets: [{ host: 'nobody', weight: 1 }] }),
        ] as const,
      );
      // Past the guard: the split is not any more as this old version of it was.
      expect(status).toBe(409);
    });
  }
});
