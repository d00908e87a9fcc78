import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { binaryOf } from '../build-parts.mjs';
import { clusterOf } from '../pod/cluster';
import { startPod, type RunningPod } from '../pod/installation';
import { whyNoRoots } from '../pod/root';
import { createVisitor, moveThereAndBack, splitsOf, visitEverything } from '../pod/visitor';
import { readWorld } from '../world/world';

const world = readWorld();
const impossible = whyNoRoots();
if (impossible !== null) console.warn(`no pod can be started here: ${impossible}`);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const text = readFileSync(join(root, 'docs/install.md'), 'utf8');

/** Blocks to copy, in a part of the page. */
function blocksOf(heading: string): readonly string[] {
  const part = text.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';
  return [...part.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
}

/** What needs nodes or an engine, which are not here: the tests of the image and the pod stand in for it. */
const NEEDS_NODES = /^(docker|kind) |port-forward|rollout status/;

const home = mkdtempSync(join(tmpdir(), 'alidade-docs-'));
const tools = ['helm', 'kubectl'].map((name) => dirname(binaryOf(name)));
let running: RunningPod | null = null;

afterAll(async () => {
  await running?.close();
  rmSync(home, { recursive: true });
});

/** Runs a block as a reader does, and gives what it prints. */
function copyAndRun(block: string): string {
  const lines = block.split('\n').filter((line) => !NEEDS_NODES.test(line));
  const path = [...tools, process.env['PATH']].join(delimiter);
  const env = {
    PATH: path,
    HOME: home,
    KUBECONFIG: world.kubeconfigs['admin'],
    NODE_ENV: 'test' as const,
  };
  return execFileSync('bash', ['-euo', 'pipefail', '-c', lines.join('\n')], {
    ...{ cwd: root, env, encoding: 'utf8' as const },
  });
}

const deployment = () =>
  clusterOf(world).get('/apis/apps/v1/namespaces/alidade/deployments/alidade');

/** The Services that the page names. The Jaeger here is not under `/jaeger`. */
const SERVICES = { 'prometheus.istio-system': 9090, 'tracing.istio-system': 80 };

async function restarted(): Promise<RunningPod> {
  await running?.close();
  running = await startPod(world, 'alidade', await deployment(), SERVICES);
  return running;
}

describe.skipIf(impossible !== null)('docs/install.md', () => {
  it('leads from nothing to the console with copied commands, and then to a change', async () => {
    const [, install = '', account = '', , change = ''] = blocksOf('In a cluster');
    copyAndRun(install);
    const token = copyAndRun(account).trim().split('\n').at(-1) ?? '';
    expect(token).toMatch(/^ey[\w-]+\.[\w-]+\.[\w-]+$/);

    const { pod } = await restarted();
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
      expect(await pod.probe(probe), probe).toBe(true);
    }
    const reader = createVisitor(pod.url);
    await reader.signIn(token);
    const failed = Object.entries(await visitEverything(reader))
      .filter(([path, status]) => status >= 400 && !path.includes('/traces'))
      .map(([path]) => path);
    expect(failed).toEqual([]);
    const splits = await splitsOf(reader);
    expect(splits.length).toBeGreaterThan(0);
    expect(splits.filter(({ writable }) => writable.allowed)).toEqual([]);

    copyAndRun(change);
    const editor = createVisitor((await restarted()).pod.url);
    await editor.signIn(token);
    expect(await moveThereAndBack(editor)).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it('says to fetch only what is there', () => {
    const files = [...text.matchAll(/(?:-f |\]\()([\w./-]+\/[\w./-]+)/g)].map(
      ([, path = '']) => path,
    );
    expect(files).toContain('deploy/image/Dockerfile');
    for (const path of files) {
      const start = path.startsWith('..') ? join(root, 'docs') : root;
      expect(existsSync(join(start, path)), path).toBe(true);
    }
  });

  it('starts a console on a laptop with settings that there are', () => {
    const settings = readFileSync(join(root, 'docs/configuration.md'), 'utf8');
    const names = blocksOf('On a laptop').flatMap((block) =>
      [...block.matchAll(/\b([A-Z_]{5,})=/g)].map(([, name = '']) => name),
    );
    expect(names).toEqual(['PROMETHEUS_URL', 'TRACING_URL', 'KUBECONFIG']);
    for (const name of names) expect(settings).toContain(`\`${name}\``);
  });
});
