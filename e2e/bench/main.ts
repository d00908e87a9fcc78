/**
 * `npm run bench`: ratios taken in one run, ours beside the plain way of doing the same. Absolute times
 * are of this machine and this moment; the ratios are what counts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVER } from '../../deploy/prepare.mjs';
import { startDemo, type Demo } from '../../demo/main';
import { createConsole } from '../real/world/console';
import type { Program } from '../real/world/processes';
import { createPrometheus } from '../real/world/prometheus';
import { remoteWrite } from '../real/world/remote-write';
import { launchBrowser } from '../real/suite/browser';
import { benchFrames } from './frames';
import { benchGraph } from './graph-answers';
import { benchLayout } from './layout';
import { printRows } from './report';

const SERVICES = 400;
const STEP_SECONDS = 15;
const HISTORY_SECONDS = 720;
const SERIES_PER_REQUEST = 1000;

const folder = mkdtempSync(join(tmpdir(), 'alidade-bench-'));
const programs: Program[] = [];

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
  process.stdout.write(`writing ${all.length} series of ${SERVICES} services\n`);
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

async function benchServed(): Promise<void> {
  const demo = await startDemo({ services: SERVICES });
  try {
    const prometheus = await createPrometheus({ name: 'prometheus', folder: join(folder, 'data') });
    await start(prometheus.program);
    const lastSeconds = Math.floor(Date.now() / 1000 / STEP_SECONDS) * STEP_SECONDS;
    await writeHistory(demo, prometheus.url, lastSeconds);
    const console = await createConsole({
      ...{ name: 'console', folder, server: SERVER },
      ...{ prometheusUrl: prometheus.url, tracingUrl: demo.tracingUrl },
      kubeconfig: demo.kubeconfigs['viewer'] ?? '',
    });
    await start(console.program);
    const served = { consoleUrl: console.url, prometheusUrl: prometheus.url, lastSeconds };
    printRows('Answers, beside the raw queries to the same Prometheus', await benchGraph(served));
    const browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    printRows('Frames in Chromium, drawn in software', await benchFrames(page, console.url));
    await browser.close();
  } finally {
    await demo.close();
  }
}

try {
  await benchServed();
  printRows('Layout, beside a plain library', benchLayout());
} finally {
  for (const program of programs.toReversed()) await program.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
