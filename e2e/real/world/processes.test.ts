import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, describe, expect, it } from 'vitest';
import { createProgram, freePorts } from './processes';

const folder = mkdtempSync(join(tmpdir(), 'alidade-processes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a program that is started', () => {
  it('is told to have ended, with its last words, and is not waited for', async () => {
    const program = createProgram({
      name: 'a short one',
      command: process.execPath,
      args: ['-e', 'console.error("the port is taken"); process.exit(3)'],
      log: join(folder, 'short.log'),
      isReady: () => Promise.resolve(false),
    });
    await expect(program.start()).rejects.toThrow(/a short one ended .*\n*the port is taken/);
  });
});

describe('free ports', () => {
  it('are none twice, none taken, and none that the kernel would give to others', async () => {
    const first = await freePorts(3);
    const taken = createServer().listen((first[2] ?? 0) + 1, '127.0.0.1');
    await once(taken, 'listening');
    const second = await freePorts(3);
    await once(taken.close(), 'close');
    expect(new Set([...first, ...second]).size).toBe(6);
    expect(second).not.toContain((first[2] ?? 0) + 1);
    expect(Math.max(...first, ...second)).toBeLessThan(32_768);
  });
});
