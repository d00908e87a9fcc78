/** What has to be there before the demo or the tests can run, and how it is had when it is missing. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const OLDEST_NODE = [20, 19];

/** A reason to stop that a person can act on: it is shown without a stack. */
export class PrepareError extends Error {}

/** Runs a command in the repository with its output shown. @throws PrepareError when it fails */
function run(command, args, env = {}) {
  console.log(`> ${[command, ...args].join(' ')}`);
  const options = { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } };
  const { status, error } = spawnSync(command, args, options);
  if (error) throw new PrepareError(`${command} cannot be started: ${error.message}`);
  if (status !== 0) throw new PrepareError(`${[command, ...args].join(' ')} failed (${status})`);
}

/** @throws PrepareError when Node is too old */
export function ensureNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new PrepareError(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${version}.`);
}

/** Installs the dependencies unless they are installed as the lock file says. */
export function ensureDependencies() {
  const installed = join(ROOT, 'node_modules', '.package-lock.json');
  const lock = join(ROOT, 'package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  console.log('Installing dependencies (this takes a minute the first time)');
  run('npm', ['ci', '--no-audit', '--no-fund']);
}

const SOURCES = [
  ...['app', 'components', 'lib', 'public', 'deploy/assemble-standalone.mjs'],
  ...['proxy.ts', 'instrumentation.ts', 'next.config.ts', 'package-lock.json', 'tsconfig.json'],
];

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
}

/** A hash of everything that the build is made of. */
export function sourceHash(root = ROOT, sources = SOURCES) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesUnder(join(root, source))).sort()) {
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

const STANDALONE = join(ROOT, '.next', 'standalone');
const BUILT_FROM = join(STANDALONE, 'built-from');

/** The built console's server. It is there only after `ensureBuild`. */
export const SERVER = join(STANDALONE, 'server.js');

/** Builds the console unless there is a build of just these sources. */
export function ensureBuild() {
  const wanted = sourceHash();
  if (existsSync(SERVER) && existsSync(BUILT_FROM)) {
    if (readFileSync(BUILT_FROM, 'utf8') === wanted) return;
  }
  console.log('Building the console (this takes a minute or two)');
  run('npm', ['run', 'build'], { NEXT_TELEMETRY_DISABLED: '1' });
  writeFileSync(BUILT_FROM, wanted);
}

const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The path of an installed Chromium or Chrome: as `CHROME` says, else on the path. */
export function findBrowser(env = process.env) {
  if (env.CHROME) {
    if (existsSync(env.CHROME)) return env.CHROME;
    throw new PrepareError(`CHROME names ${env.CHROME}, which is not there.`);
  }
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin'];
  const candidates = folders.flatMap((folder) => BROWSERS.map((name) => join(folder, name)));
  return [...candidates, MAC_CHROME].find((path) => existsSync(path));
}

/** Whether Playwright has fetched a browser of its own. */
function hasOwnBrowser() {
  const { chromium } = createRequire(import.meta.url)('@playwright/test');
  return existsSync(chromium.executablePath());
}

/** Installs a browser for the tests unless one is found. Needs the dependencies. */
export function ensureBrowser() {
  if (findBrowser() || hasOwnBrowser()) return;
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('Installing Chromium for the browser tests');
    run('apt-get', ['update']);
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
    return;
  }
  console.log('Fetching a browser for the browser tests');
  run('npx', ['playwright', 'install', '--with-deps', 'chromium']);
}

function isFree(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** The first free port from this one on. @throws PrepareError when twenty in a row are taken */
export async function freePort(from, host = '127.0.0.1') {
  for (let port = from; port < from + 20; port += 1) {
    if (await isFree(port, host)) return port;
  }
  throw new PrepareError(`Ports ${from} to ${from + 19} are all taken; choose one with --port.`);
}
