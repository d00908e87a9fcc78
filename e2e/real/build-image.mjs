/**
 * Builds what the container image holds, without a container engine: copies just the files that .dockerignore lets
 * through into a clean folder, and runs there the steps that the Dockerfile runs. The result is kept beside the
 * other parts, under the hash of what it was made of.
 *
 *     node e2e/real/build-image.mjs            builds it unless it is there, and prints where it is
 *     node e2e/real/build-image.mjs --twice    builds it twice in two folders, and compares the results
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../deploy/prepare.mjs';
import { CACHE } from './build-parts.mjs';

/** The files that a container engine would get from a folder, by the few forms of pattern that are used. */
export function contextFiles(root = ROOT) {
  const lines = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [first, ...rest] = lines;
  const unknown = rest.filter((line) => !/^(!\w[\w./-]*|\*\*\/[\w.*-]+)$/.test(line));
  if (first !== '*' || unknown.length > 0) {
    throw new Error(`.dockerignore holds what is not understood here: ${unknown.join(', ')}`);
  }
  const taken = rest.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const dropped = rest
    .filter((line) => line.startsWith('**/'))
    .map(
      (line) => new RegExp(`^${line.slice(3).replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`),
    );
  return taken
    .flatMap((path) => filesUnder(join(root, path)))
    .map((path) => relative(root, path))
    .filter((path) => !path.split('/').some((part) => dropped.some((drop) => drop.test(part))))
    .sort();
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** What a layer of a tree would hold of each entry: its mode, its time and a hash of its content, by path. */
export function treeEntries(root) {
  const entryOf = (path) => {
    const stat = lstatSync(join(root, path));
    const linked = stat.isSymbolicLink() ? readlinkSync(join(root, path)) : '';
    const content = stat.isFile() ? readFileSync(join(root, path)) : linked;
    const digest = createHash('sha256').update(content).digest('hex');
    return `${stat.mode} ${Math.round(stat.mtimeMs)} ${digest}`;
  };
  const paths = readdirSync(root, { recursive: true }).sort();
  return new Map(paths.map((path) => [path, entryOf(path)]));
}

function contextHash() {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of contextFiles())
    hash.update(`${file}\0`).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
}

/** Runs the steps in a clean folder. @throws Error when one fails */
function assembleInto(target) {
  const source = mkdtempSync(join(tmpdir(), 'alidade-image-source-'));
  try {
    for (const file of contextFiles()) {
      mkdirSync(join(source, file, '..'), { recursive: true });
      cpSync(join(ROOT, file), join(source, file));
    }
    for (const step of [['install'], ['build', target]]) {
      const env = { PATH: process.env.PATH, HOME: process.env.HOME, FORCE_COLOR: '0' };
      const args = ['deploy/image/assemble.mjs', ...step];
      const { status } = spawnSync(process.execPath, args, { cwd: source, env, stdio: 'inherit' });
      if (status !== 0) throw new Error(`${args.join(' ')} failed (${status})`);
    }
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

const KEPT_MS = 3 * 24 * 3_600_000;

/** Others may be at work with what is younger. */
function removeOld() {
  for (const name of readdirSync(CACHE).filter((each) => /^image-[0-9a-f]{16}$/.test(each))) {
    const path = join(CACHE, name);
    if (Date.now() - statSync(path).ctimeMs > KEPT_MS) rmSync(path, { recursive: true });
  }
}

/** The folder with what the image holds at /app; builds it unless it is there. */
export function buildImage() {
  const target = join(CACHE, `image-${contextHash()}`);
  if (existsSync(target)) return target;
  console.log('building what the image holds (once for these sources)');
  mkdirSync(CACHE, { recursive: true });
  const partial = join(CACHE, `image-partial-${process.pid}`);
  rmSync(partial, { recursive: true, force: true });
  try {
    assembleInto(partial);
    removeOld();
    renameSync(partial, target);
  } catch (error) {
    // Another run may have been faster.
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return target;
}

function buildTwice() {
  const again = mkdtempSync(join(tmpdir(), 'alidade-image-again-'));
  const target = join(again, 'image');
  assembleInto(target);
  const [first, second] = [treeEntries(buildImage()), treeEntries(target)];
  const paths = new Set([...first.keys(), ...second.keys()]);
  const differing = [...paths].filter((path) => first.get(path) !== second.get(path));
  console.log(`${paths.size} entries, ${differing.length} differ`);
  for (const path of differing) console.log(path);
  if (differing.length > 0) console.log(`the second is in ${target}`);
  else rmSync(again, { recursive: true, force: true });
  return differing.length === 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--twice')) process.exitCode = buildTwice() ? 0 : 1;
  else console.log(buildImage());
}
