import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureNode, findBrowser, freePort, PrepareError, sourceHash } from './prepare.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alidade-prepare-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('Node', () => {
  test.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('%s is new enough', (version) => {
    expect(() => ensureNode(version)).not.toThrow();
  });

  test.each(['18.20.0', '20.18.3'])('%s is refused with the version that is needed', (version) => {
    expect(() => ensureNode(version)).toThrow(`Node 20.19 or newer is needed; this is ${version}.`);
  });
});

describe('the hash of the sources', () => {
  test('changes with what a file says and what it is called, and with nothing else', () => {
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'app', 'a.ts'), 'one');
    const first = sourceHash(folder, ['app']);
    expect(sourceHash(folder, ['app'])).toBe(first);
    writeFileSync(join(folder, 'app', 'a.ts'), 'two');
    const second = sourceHash(folder, ['app']);
    expect(second).not.toBe(first);
    writeFileSync(join(folder, 'app', 'b.ts'), '');
    expect(sourceHash(folder, ['app'])).not.toBe(second);
  });

  test('leaves out tests and what is missing', () => {
    mkdirSync(join(folder, 'app'));
    writeFileSync(join(folder, 'app', 'a.ts'), 'one');
    const before = sourceHash(folder, ['app', 'public']);
    writeFileSync(join(folder, 'app', 'a.test.ts'), 'a test');
    expect(sourceHash(folder, ['app', 'public'])).toBe(before);
  });
});

describe('the browser', () => {
  test('is the one that CHROME names', () => {
    const chrome = join(folder, 'my-chrome');
    writeFileSync(chrome, '');
    expect(findBrowser({ CHROME: chrome, PATH: '' })).toBe(chrome);
  });

  test('is refused when CHROME names nothing', () => {
    expect(() => findBrowser({ CHROME: join(folder, 'none') })).toThrow(PrepareError);
  });

  test('is looked for on the path', () => {
    writeFileSync(join(folder, 'google-chrome'), '');
    expect(findBrowser({ PATH: folder })).toBe(join(folder, 'google-chrome'));
  });
});

test('a port that is taken is passed over', async () => {
  const first = await freePort(28_100);
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(first, '127.0.0.1', resolve));
  expect(await freePort(first)).toBeGreaterThan(first);
  await new Promise((resolve) => taken.close(resolve));
});
