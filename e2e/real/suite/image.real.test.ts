import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { treeEntries } from '../build-image.mjs';
import { readDockerfile } from '../pod/dockerfile';
import { fillRoot, inRoot, whyNoRoots } from '../pod/root';
import { createVisitor } from '../pod/visitor';
import { answers, createProgram, freePorts, type Program } from '../world/processes';
import { readWorld } from '../world/world';

const { image } = readWorld();
const config = readDockerfile();
const impossible = whyNoRoots();
if (impossible !== null) console.warn(`the image cannot be started here: ${impossible}`);
const [userText = '', groupText = ''] = config.user.split(':');
const user = Number(userText);
const files = [...treeEntries(image).keys()];

const packageSchema = z.object({ name: z.string(), version: z.string() });
const bomSchema = z.object({
  components: z.array(packageSchema),
  metadata: z.object({ component: packageSchema }),
});

describe('what the image holds', () => {
  it('is run by a number that is not root', () => {
    expect(Number(groupText)).toBe(user);
    expect(user).toBeGreaterThan(0);
  });

  it('says where it comes from', () => {
    const names = ['title', 'description', 'licenses', 'version', 'revision'];
    expect(config.labels).toEqual(names.map((name) => `org.opencontainers.image.${name}`));
  });

  it('is no source, no map back to one, no machine code, no shell and no script', () => {
    expect(files.length).toBeGreaterThan(500);
    const unwanted = /\.(ts|tsx|map|node|so|sh|wasm|dylib|nft\.json)$|(^|\/)(\.env|\.npmrc|\.git)/;
    // The bundler leaves the source of a worker beside its build.
    const known = /^node_modules\/next\/dist\/compiled\/|^\.next\/static\/media\/graph-layout\./;
    expect(files.filter((file) => unwanted.test(file) && !known.test(file))).toEqual([]);
    const machineCode = files.filter((file) => {
      const path = join(image, file);
      return existsSync(path) && isElf(path);
    });
    expect(machineCode).toEqual([]);
  });

  it('links to nothing but itself', () => {
    const links = files.filter((file) => lstatSync(join(image, file)).isSymbolicLink());
    const lost = links.filter((file) => {
      const target = readlinkSync(join(image, file));
      return isAbsolute(target) || !existsSync(join(image, file));
    });
    expect(links.length).toBeGreaterThan(0);
    expect(lost).toEqual([]);
  });

  it('names each of its packages in the bill of materials, with its licence', () => {
    const bom = bomSchema.parse(JSON.parse(readFileSync(join(image, 'sbom.cdx.json'), 'utf8')));
    const listed = new Set(bom.components.map(({ name, version }) => `${name}@${version}`));
    const held = files
      .filter((file) => /^node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(file))
      .map((file) => packageSchema.parse(JSON.parse(readFileSync(join(image, file), 'utf8'))))
      .map(({ name, version }) => `${name}@${version}`);
    expect(held.length).toBeGreaterThan(10);
    expect(held.filter((each) => !listed.has(each))).toEqual([]);
    const licences = readFileSync(join(image, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    for (const { name, version } of bom.components)
      expect(licences).toContain(`${name} ${version}`);
    console.warn(`F20: ${listed.size} packages shipped, ${held.length} of them in node_modules`);
  });

  it('does not know where it was built', () => {
    const found = spawnSync('grep', ['-rlE', 'alidade-image-source|/root/|/work/', image]);
    expect(found.stdout.toString()).toBe('');
  });
});

const ELF = Buffer.from([0x7f, 0x45, 0x4c, 0x46]);

function isElf(path: string): boolean {
  try {
    return readFileSync(path).subarray(0, 4).equals(ELF);
  } catch {
    return false;
  }
}

describe.skipIf(impossible !== null)('the image, started as nobody on a read-only root', () => {
  const [node = ''] = config.entrypoint;
  let folder: string;
  let root: string;
  let program: Program;
  let url: string;
  let env: Record<string, string>;

  /** Runs a program of the image in a root of its own. */
  const run = (command: readonly string[]) => {
    const [name = '', ...args] = inRoot(root, user, config.workdir, command);
    const path = { PATH: process.env['PATH'] ?? '' };
    return spawnSync(name, args, { encoding: 'utf8', env: { ...path, NODE_ENV: 'test', ...env } });
  };
  const inside = (code: string) => run([node, '-e', code]);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'alidade-image-run-'));
    root = join(folder, 'root');
    execFileSync('mkdir', [root]);
    fillRoot({
      ...{ folder: root, image, workdir: config.workdir, node, group: user },
      ...{ files: [], hosts: {} },
    });
    const [port = 0] = await freePorts(1);
    url = `http://127.0.0.1:${port}`;
    env = { ...config.env, HOST: '127.0.0.1', PORT: String(port) };
    const [name = '', ...args] = inRoot(root, user, config.workdir, [node, ...config.cmd]);
    const pairs = Object.entries(env).map(([key, value]) => `${key}=${value}`);
    program = createProgram({
      ...{ name: 'image', command: 'env', log: join(folder, 'image.log') },
      args: ['-i', `PATH=${process.env['PATH'] ?? ''}`, ...pairs, name, ...args],
      isReady: () => answers(`${url}/readyz`),
    });
    await program.start();
  });

  afterAll(async () => {
    await program.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('answers probes, a page and its files', async () => {
    const visitor = createVisitor(url);
    expect((await visitor.ask('/healthz')).status).toBe(200);
    expect((await visitor.ask('/readyz')).status).toBe(200);
    const page = String((await visitor.ask('/graph')).body);
    expect(page).toContain('<html');
    const [script = ''] = /\/_next\/static\/[^"]+\.js/.exec(page) ?? [];
    expect((await visitor.ask(script)).status).toBe(200);
    expect((await visitor.ask('/_next/image?url=%2Ficon.svg&w=64&q=75')).status).not.toBe(200);
  });

  it('is healthy to its own healthcheck, and not when it is gone', async () => {
    expect(run(config.healthcheck).status).toBe(0);
    await program.stop();
    const gone = run(config.healthcheck);
    expect(gone.status).toBe(1);
    expect(gone.stderr).toContain('ECONNREFUSED');
    await program.start();
  });

  it('has nothing to write to, no shell to start, and no way to more rights', () => {
    const code = `
      const fs = require('node:fs');
      const tries = ['/x', '/app/x', '/app/.next/x', '/tmp/x', '/etc/x'].map((path) => {
        try { fs.writeFileSync(path, ''); return path; } catch { return null; }
      });
      const status = fs.readFileSync('/proc/self/status', 'utf8');
      console.log(JSON.stringify({
        wrote: tries.filter(Boolean),
        uid: process.getuid(), groups: process.getgroups(),
        rights: [...status.matchAll(/(NoNewPrivs|CapEff|CapPrm|CapAmb):\\s*(\\w+)/g)].map((m) => m[2]),
        shells: ['/bin/sh', '/bin/bash', '/busybox/sh', '/usr/bin/env'].filter((p) => fs.existsSync(p)),
      }));`;
    const { stdout } = inside(code);
    const zero = '0000000000000000';
    expect(JSON.parse(stdout)).toEqual({
      ...{ wrote: [], uid: user, groups: [user], shells: [] },
      rights: [zero, zero, zero, '1'].toSorted((a, b) => b.length - a.length),
    });
  });

  it('has written nothing and missed nothing while it ran', () => {
    const before = treeEntries(image);
    const after = treeEntries(join(root, config.workdir));
    const contentOf = (entry: string) => entry.split(' ').at(-1);
    expect([...after.keys()]).toEqual([...before.keys()]);
    for (const [path, entry] of before)
      expect(contentOf(after.get(path) ?? '')).toBe(contentOf(entry));
    const log = readFileSync(join(folder, 'image.log'), 'utf8');
    expect(log).not.toMatch(/EROFS|EACCES|ENOENT|MODULE_NOT_FOUND|sharp/);
    expect(readdirSync(root).toSorted()).not.toContain('tmp');
  });
});
