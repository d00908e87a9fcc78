/**
 * `npm run bench`: ratios taken in one run, ours beside the plain way of doing the same. Absolute times
 * are of this machine and this moment; the ratios are what counts. Parts can be named: answers, meshes, queries, frames, checks, layout.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVER } from '../../deploy/prepare.mjs';
import { startDemo, type Demo, type DemoOptions } from '../../demo/main';
import { createConsole } from '../real/world/console';
import type { DemoSeries } from '../../demo/model/types';
import type { Program } from '../real/world/processes';
import { createPrometheus } from '../real/world/prometheus';
import { remoteWrite } from '../real/world/remote-write';
import { launchBrowser } from '../real/suite/browser';
import { benchChecks } from './checks';
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

/** The shop of all meshes is small: so many of them make a graph of about as many services as the other one. */
const SHOPS = 8;

type Labels = DemoSeries['labels'];

/** The labels of the same series in another shop, whose namespaces have other names. */
type Rename = (labels: Labels) => Labels;

function shopsOf({ model }: Demo): readonly Rename[] {
  const names = model.topology.namespaces.map(({ name }) => name).join('|');
  const pattern = new RegExp(`\\b(${names})\\b`, 'g');
  return Array.from(
    { length: SHOPS },
    (_, i): Rename =>
      (labels) =>
        Object.fromEntries(
          Object.entries(labels).map(([key, value]) => [key, value.replace(pattern, `$1-${i}`)]),
        ),
  );
}

interface History {
  readonly url: string;
  readonly lastSeconds: number;
  readonly shops?: readonly Rename[];
}

/** Gives Prometheus the last minutes of what the demo's proxies report, a scrape every 15 seconds. */
async function writeHistory(demo: Demo, { url, lastSeconds, shops }: History): Promise<void> {
  const count = HISTORY_SECONDS / STEP_SECONDS;
  const moments = Array.from(
    { length: count + 1 },
    (_, i) => lastSeconds - (count - i) * STEP_SECONDS,
  );
  const told = demo.model.series().filter(({ name }) => !/^(container|kube)_/.test(name));
  const all = (shops ?? [(labels: Labels) => labels]).flatMap((rename) =>
    told.map((series) => ({ series, labels: rename(series.labels) })),
  );
  process.stdout.write(`writing ${all.length} series\n`);
  for (let first = 0; first < all.length; first += SERIES_PER_REQUEST) {
    const some = all.slice(first, first + SERIES_PER_REQUEST);
    await remoteWrite(
      url,
      some.map(({ series, labels }) => ({
        labels: { ...labels, __name__: series.name },
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

async function benchAnswers(demo: Demo, name: string, shops?: readonly Rename[]): Promise<void> {
  const prometheus = await createPrometheus({ name, folder: join(folder, name) });
  await start(prometheus.program);
  const { url } = prometheus;
  const lastSeconds = Math.floor(Date.now() / 1000 / STEP_SECONDS) * STEP_SECONDS;
  await writeHistory(demo, { url, lastSeconds, ...(shops && { shops }) });
  const consoleUrl = await startConsole(`console-${name}`, demo, url);
  const rows = await benchGraph({ consoleUrl, prometheusUrl: url, lastSeconds });
  printRows(`Answers of ${name}, beside the raw queries to the same Prometheus`, rows);
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
  if (isAsked('answers')) await withDemo(SHAPE, (demo) => benchAnswers(demo, 'one-mesh'));
  if (isAsked('meshes')) {
    await withDemo({}, (demo) => benchAnswers(demo, 'all-meshes', shopsOf(demo)));
  }
  if (isAsked('queries')) await withDemo(WIDE_SHAPE, benchWide);
  if (isAsked('frames')) await withDemo({}, benchBrowser);
  if (isAsked('checks')) printRows('Checks, in time of the processor', benchChecks());
  if (isAsked('layout')) printRows('Layout, beside a plain library', benchLayout());
} finally {
  for (const program of programs.toReversed()) await program.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
