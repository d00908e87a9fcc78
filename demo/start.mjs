/**
 * The demo: a mesh on this machine, and the console on it. Needs only Node and npm.
 *
 *     npm run demo                          the demo shop
 *     npm run demo -- --services 1000       a mesh of a thousand services
 *     npm run demo -- --mesh consul         the part of the shop that runs on one mesh
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import {
  ensureBuild,
  ensureDependencies,
  ensureNode,
  freePort,
  PrepareError,
  ROOT,
  SERVER,
} from '../deploy/prepare.mjs';

const USAGE = `Usage: npm run demo -- [options]

  --port N               where the console listens (20002, or the next free one)
  --services N           a mesh of N services instead of the demo shop
  --mesh NAME            only the part of the demo shop that runs on one mesh
  --seed N               other names and other traffic
  --as NAME              whose rights the console has: admin, editor, viewer, shop-viewer (editor)
  --read-only            do not let the console change anything
  --prometheus-port N, --tracing-port N, --kubernetes-port N
                         where the demo's own APIs listen (any free port)
  --help
`;

const START_TIMEOUT_MS = 90_000;
const POLL_MS = 250;
const STOP_TIMEOUT_MS = 5_000;

const children = [];

function readOptions() {
  const text = { type: 'string' };
  const { values } = parseArgs({
    options: {
      port: text,
      services: text,
      mesh: text,
      seed: text,
      as: { ...text, default: 'editor' },
      'prometheus-port': text,
      'tracing-port': text,
      'kubernetes-port': text,
      'read-only': { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  for (const name of ['port', 'services', 'seed']) {
    if (values[name] !== undefined && !/^\d+$/.test(values[name])) {
      throw new PrepareError(`--${name} must be a whole number, not "${values[name]}".`);
    }
  }
  return values;
}

/** Starts a child that ends with this process; when it ends before, the demo ends with it. */
function start(name, args, env, stdout) {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout, 'inherit'],
  });
  children.push(child);
  child.once('exit', (code, signal) => {
    if (stopping) return;
    console.error(`The ${name} ended by itself (${signal ?? code}).`);
    void stop(1);
  });
  return child;
}

let stopping = false;

async function stop(code) {
  if (stopping) return;
  stopping = true;
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null);
  const ended = running.map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of running) child.kill('SIGTERM');
  const timer = setTimeout(
    () => running.forEach((child) => child.kill('SIGKILL')),
    STOP_TIMEOUT_MS,
  );
  await Promise.all(ended);
  clearTimeout(timer);
  process.exit(code);
}

/** Starts the APIs of the demo mesh and gives their addresses. */
async function startUpstreams(options) {
  const passed = ['services', 'mesh', 'seed', 'prometheus-port', 'tracing-port', 'kubernetes-port'];
  const args = passed.flatMap((name) => (options[name] ? [`--${name}`, options[name]] : []));
  const child = start(
    'demo mesh',
    ['--import', import.meta.resolve('tsx'), 'demo/main.ts', ...args],
    {},
    'pipe',
  );
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new PrepareError('The demo mesh did not start.');
}

async function startConsole(options, upstreams) {
  const port = await freePort(Number(options.port ?? 20002));
  const kubeconfig = upstreams.kubeconfigs[options.as];
  if (kubeconfig === undefined) {
    const people = Object.keys(upstreams.kubeconfigs).join(', ');
    throw new PrepareError(`--as must be one of ${people}, not "${options.as}".`);
  }
  const env = {
    HOST: '127.0.0.1',
    PORT: String(port),
    NODE_ENV: 'production',
    PROMETHEUS_URL: upstreams.prometheusUrl,
    TRACING_URL: upstreams.tracingUrl,
    KUBECONFIG: kubeconfig,
    AUTH: 'kubeconfig',
    WRITES: options['read-only'] ? 'off' : 'on',
  };
  start('console', [SERVER], env, 'ignore');
  const url = `http://127.0.0.1:${port}`;
  await answers(`${url}/healthz`);
  return url;
}

async function answers(url) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline && !stopping) {
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new PrepareError(`The console did not answer at ${url} in time.`);
}

async function main() {
  const options = readOptions();
  if (options.help) {
    console.log(USAGE);
    return;
  }
  process.once('SIGINT', () => void stop(0));
  process.once('SIGTERM', () => void stop(0));
  ensureNode();
  ensureDependencies();
  ensureBuild();
  const mesh = options.services ? `a mesh of ${options.services} services` : 'the demo shop';
  console.log(`Starting ${mesh} and the console on it`);
  const upstreams = await startUpstreams(options);
  const url = await startConsole(options, upstreams);
  console.log(`
  Alidade is at  ${url}

  It reads       Prometheus  ${upstreams.prometheusUrl}
                 Jaeger      ${upstreams.tracingUrl}
                 Kubernetes  ${upstreams.kubernetesUrl}  (as ${options.as})

  Ctrl-C ends it.
`);
}

main().catch((error) => {
  const isForPeople = error instanceof PrepareError || error.code?.startsWith('ERR_PARSE_ARGS');
  console.error(isForPeople ? error.message : error);
  void stop(1);
});
