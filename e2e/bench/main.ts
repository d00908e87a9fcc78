/**
 * `npm run bench`: ratios taken in one run, ours beside the plain way of doing the same. Absolute times
 * are of this machine and this moment; the ratios are what counts. Parts can be named: answers, queries, frames, layout.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVER } from '../../deploy/prepare.mjs';
import { startDemo, type Demo, type DemoOptions } from '../../demo/main';
import { createConsole } from '../real/world/console';
import type { Program } from '../real/world/processes';
import { createPrometheus } from '../real/world/prometheus';
import { remoteWrite } from '../real/world/remote-write';
import { launchBrowser } from '../real/suite/browser';
import { benchFrames } from './frames';
import { benchGraph, benchNamespaces } from './graph-answers';
import { benchLayout } from './layout';
import { printRows } from './report';

/** Twenty namespaces of twenty services; and as many services in twice as many namespaces. */
const SHAPE = { services: 400, namespaces: 20 };
const WIDE_SHAPE = { services: 400, namespaces: 40 };
const STEP_SECONDS = 15;
const HISTORY_SECONDS = 720;
const SERIES_PER_REQUEST = 1000;

const folder = mkdtempSync(join(tmpdir(), 'alidade-bench-'));
const programs: Program[] = [];
const asked = process.argv.slice(2);
const isAsked = (part: string) => asked.length === 0 || asked.includes(part);

async function start(program: Program): Promise<void> {
  programs.push(program);
  await program.start();
}

/** Gives Prometheus the last minutes of the demo's samples, a scrape every 15 seconds. */
async function writeHistory(demo: Demo, url: string, lastSeconds: number): Promise<void> {
  const count = HISTORY_SECONDS / STEP_SECONDS;
  const moments = Array.from(
    { length: count + 1 },
    (_, i) => lastSeconds - (count - i) * STEP_SECONDS,
  );
  const all = demo.model.series().filter(({ name }) => name.startsWith('istio_'));
  process.stdout.write(`writing ${all.length} series of ${SHAPE.services} services\n`);
  for (let first = 0; first < all.length; first += SERIES_PER_REQUEST) {
    const some = all.slice(first, first + SERIES_PER_REQUEST);
    await remoteWrite(
      url,
      some.map((series) => ({
        labels: { ...series.labels, __name__: series.name },
        samples: moments.map((at) => [at * 1000, series.valueAt(at)] as const),
      })),
    );
  }
}

/** Starts a console on a demo mesh, with a Prometheus of its own or the demo's. */
async function startConsole(name: string, demo: Demo, prometheusUrl = demo.prometheusUrl) {
  const console = await createConsole({
    ...{ name, folder, server: SERVER, prometheusUrl, tracingUrl: demo.tracingUrl },
    kubeconfig: demo.kubeconfigs['viewer'] ?? '',
  });
  await start(console.program);
  return console.url;
}

async function withDemo(options: DemoOptions, work: (demo: Demo) => Promise<void>): Promise<void> {
  const demo = await startDemo(options);
  try {
    await work(demo);
  } finally {
    await demo.close();
  }
}

async function benchAnswers(demo: Demo): Promise<void> {
  const prometheus = await createPrometheus({ name: 'prometheus', folder: join(folder, 'data') });
  await start(prometheus.program);
  const lastSeconds = Math.floor(Date.now() / 1000 / STEP_SECONDS) * STEP_SECONDS;
  await writeHistory(demo, prometheus.url, lastSeconds);
  const consoleUrl = await startConsole('console', demo, prometheus.url);
  const served = { consoleUrl, prometheusUrl: prometheus.url, lastSeconds };
  printRows('Answers, beside the raw queries to the same Prometheus', await benchGraph(served));
  await prometheus.program.stop();
}

async function benchWide(demo: Demo): Promise<void> {
  const rows = await benchNamespaces(await startConsole('console-wide', demo));
  printRows('Queries', rows);
}

async function benchBrowser(demo: Demo): Promise<void> {
  const consoleUrl = await startConsole('console-browser', demo);
  const browser = await launchBrowser();
  const rows = await benchFrames(browser, consoleUrl);
  printRows('Work per frame in Chromium without a graphics card', rows);
  await browser.close();
}

try {
  if (isAsked('answers')) await withDemo(SHAPE, benchAnswers);
  if (isAsked('queries')) await withDemo(WIDE_SHAPE, benchWide);
  if (isAsked('frames')) await withDemo({}, benchBrowser);
  if (isAsked('layout')) printRows('Layout, beside a plain library', benchLayout());
} finally {
  for (const program of programs.toReversed()) await program.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
