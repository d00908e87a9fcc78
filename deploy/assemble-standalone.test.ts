import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { assemble } from './assemble-standalone.mjs';

let root: string;

const put = (path: string, text: string): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'alidade-assemble-'));
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('static files stand beside the server, which listens where HOST and PORT say', () => {
  put('.next/standalone/server.js', 'serve();\n');
  put('.next/static/chunk.js', 'chunk');
  put('public/icon.svg', '<svg/>');
  assemble(root);
  expect(read('.next/standalone/.next/static/chunk.js')).toBe('chunk');
  expect(read('.next/standalone/public/icon.svg')).toBe('<svg/>');
  const server = read('.next/standalone/server.js');
  expect(server).toContain("process.env.HOSTNAME = process.env.HOST || '127.0.0.1'");
  expect(server).toContain("process.env.KEEP_ALIVE_TIMEOUT ||= '75000'");
  expect(server.endsWith('serve();\n')).toBe(true);
});

test('doing it twice changes nothing', () => {
  put('.next/standalone/server.js', 'serve();\n');
  put('.next/static/chunk.js', 'chunk');
  assemble(root);
  const once = read('.next/standalone/server.js');
  assemble(root);
  expect(read('.next/standalone/server.js')).toBe(once);
});

test('sources that were drawn in are removed, and nothing that runs', () => {
  put('.next/standalone/server.js', 'serve();\n');
  put('.next/standalone/node_modules/next/index.js', '');
  put('.next/standalone/lib/upstream/client.ts', '');
  put('.next/static/chunk.js', 'chunk');
  assemble(root);
  const left = readdirSync(join(root, '.next/standalone')).toSorted();
  expect(left).toEqual(['.next', 'node_modules', 'server.js']);
});

test('without a build it says what to do first', () => {
  expect(() => assemble(root)).toThrow('run "next build" first');
});
