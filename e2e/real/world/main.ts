/**
 * Starts the real servers, feeds them from the demo mesh, starts the console on them, and runs the tests of
 * `e2e/real/suite`. What the tests need to know is in the environment variable REAL_WORLD, as JSON.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDemo } from '../../../demo/main';
import { startPrometheus } from '../../../demo/prometheus/start-prometheus';
import { createApiServer } from './apiserver';
import { createConsole } from './console';
import { startControl } from './control';
import { followRouting, sendSpans, type Feed } from './feed';
import { fillCluster } from './fill-cluster';
import { createJaeger } from './jaeger';
import type { Program } from './processes';
import { createPrometheus } from './prometheus';
import { TRACES_SECONDS, type World } from './world';

const { values, positionals } = parseArgs({
  options: {
    server: { type: 'string' },
    image: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const folder = mkdtempSync(join(tmpdir(), 'alidade-real-'));
const programs: Program[] = [];
const feeds: Feed[] = [];
const nowSeconds = () => Date.now() / 1000;

async function start(program: Program): Promise<void> {
  const began = Date.now();
  programs.push(program);
  await program.start();
  console.warn(`${program.name} is up (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

async function startWorld(server: string): Promise<World> {
  const demo = await startDemo({ tracing: { generation: 'v2.13' } });
  feeds.push({ stop: () => demo.close() });
  const metrics = await startPrometheus({ model: demo.model, port: 0, now: nowSeconds });
  feeds.push({ stop: () => metrics.close() });

  const scraped = await createPrometheus({
    ...{ name: 'prometheus', folder: join(folder, 'prometheus') },
    target: new URL(metrics.url).host,
  });
  const written = await createPrometheus({
    ...{ name: 'prometheus-written', folder: join(folder, 'prometheus-written') },
  });
  const jaeger = await createJaeger(join(folder, 'jaeger'));
  const api = await createApiServer(join(folder, 'kubernetes'));
  await Promise.all([scraped, written, jaeger].map(({ program }) => start(program)));
  await start(api.etcd);
  await start(api.program);
  await fillCluster(api, demo.kubernetes.store);
  const scrapedSince = nowSeconds();
  feeds.push(followRouting(demo, api.kubeconfigs['admin'] ?? ''));
  feeds.push(sendSpans(demo, jaeger.otlpUrl, nowSeconds() - TRACES_SECONDS));

  const consoles = await Promise.all(
    ['editor', 'viewer'].map((person) =>
      createConsole({
        ...{ name: `console-${person}`, folder, server },
        ...{ prometheusUrl: scraped.url, tracingUrl: jaeger.url },
        kubeconfig: api.kubeconfigs[person] ?? '',
      }),
    ),
  );
  for (const { program } of consoles) await start(program);
  const control = await startControl(programs, demo.model);
  feeds.push({ stop: () => control.close() });
  return {
    controlUrl: control.url,
    prometheusUrl: scraped.url,
    writtenPrometheusUrl: written.url,
    jaegerUrl: jaeger.url,
    apiUrl: api.url,
    apiCertificate: api.certificate,
    auditLog: api.auditLog,
    kubeconfigs: api.kubeconfigs,
    demoKubeconfigs: demo.kubeconfigs,
    demoTracingUrl: demo.tracingUrl,
    image: values.image ?? '',
    server,
    consoleUrl: consoles[0]?.url ?? '',
    viewerConsoleUrl: consoles[1]?.url ?? '',
    scrapedSince,
    tracesFrom: nowSeconds() - TRACES_SECONDS,
  };
}

async function runTests(world: World): Promise<number> {
  const args = ['vitest', 'run', '--config', 'e2e/real/vitest.config.ts', ...positionals];
  const env = { ...process.env, NODE_OPTIONS: '', REAL_WORLD: JSON.stringify(world) };
  const tests = spawn('npx', args, { stdio: 'inherit', env });
  await once(tests, 'exit');
  return tests.exitCode ?? 1;
}

async function stopAll(): Promise<void> {
  await Promise.allSettled(feeds.toReversed().map((feed) => feed.stop()));
  for (const program of programs.toReversed()) await program.stop();
  if (values.keep) console.warn(`The servers' folders and logs are in ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().then(() => process.exit(130)));
}

try {
  process.exitCode = await runTests(await startWorld(values.server ?? ''));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await stopAll();
}
process.exit();
