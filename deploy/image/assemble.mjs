/**
 * The steps of the image. The Dockerfile calls them, and so does a test, in a clean folder without a container
 * engine. They run in the folder of the sources.
 *
 *     node deploy/image/assemble.mjs install        the dependencies, as the lock file says
 *     node deploy/image/assemble.mjs build FOLDER   builds the console and puts what the image holds into FOLDER
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { materials } from './materials.mjs';
import { normalise } from './normalise.mjs';

/** Runs a command with its output shown. @throws Error when it fails */
function run(source, command, args) {
  console.log(`> ${[command, ...args].join(' ')}`);
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1' };
  const { status, error } = spawnSync(command, args, { cwd: source, env, stdio: 'inherit' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[command, ...args].join(' ')} failed (${status})`);
}

/** Installs the dependencies. Their scripts do not run: none is needed, and one is how a bad package starts. */
export function install(source = process.cwd()) {
  run(source, 'npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

/** Builds the console and fills a folder, which must not exist yet, with all that the image holds. */
export function build(target, source = process.cwd()) {
  if (existsSync(target)) throw new Error(`${target} is there already`);
  rmSync(join(source, '.next'), { recursive: true, force: true });
  run(source, 'npm', ['run', 'build']);
  collect(target, source);
  normalise(target, {
    source,
    at: '/app',
    epochSeconds: Number(process.env.SOURCE_DATE_EPOCH ?? 0),
  });
}

/** The maps back to the sources, the lists by which the build found its files, and the tests of packages. */
const NOT_SHIPPED = /\.(map|nft\.json)$|\/node_modules\/[^/]+\/(.+\/)?tests?$/;

function collect(target, source) {
  mkdirSync(target, { recursive: true });
  const filter = (path) => !NOT_SHIPPED.test(path);
  const options = { recursive: true, verbatimSymlinks: true, filter };
  cpSync(join(source, '.next', 'standalone'), target, options);
  cpSync(join(source, 'deploy', 'image', 'healthcheck.mjs'), join(target, 'healthcheck.mjs'));
  cpSync(join(source, 'LICENSE'), join(target, 'LICENSE'));
  const { bom, licences } = materials(source);
  writeFileSync(join(target, 'sbom.cdx.json'), `${JSON.stringify(bom, null, 1)}\n`);
  writeFileSync(join(target, 'THIRD-PARTY-LICENSES.txt'), licences);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [step, folder] = process.argv.slice(2);
  if (step === 'install') install();
  else if (step === 'build' && folder !== undefined) build(resolve(folder));
  else throw new Error('Usage: assemble.mjs install | build FOLDER');
}
