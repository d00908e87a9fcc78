import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo } from '@/demo/main';
import { startConsole, type Console } from './console';
import { startUpstreamProxy, type UpstreamProxy } from './upstream-proxy';

export interface World {
  readonly prometheus: UpstreamProxy;
  readonly tracing: UpstreamProxy;
  readonly kubernetes: UpstreamProxy;
  /** The API server itself, for those who change things beside the console. */
  readonly kubernetesUrl: string;
  /** Starts a console on this world's upstreams. */
  console(env?: Record<string, string>): Promise<Console>;
  /** Gives the console's tokens for Prometheus and Kubernetes to nobody else any more, and it new ones. */
  rotateTokens(): Promise<void>;
  close(): Promise<void>;
}

/** A person of the demo who may change what is in the shop. */
export const EDITOR_TOKEN = 'demo-editor';

const FIRST_PORT = 24_100;

/** The demo mesh, with proxies that can fail before its APIs. */
export async function startWorld(): Promise<World> {
  const demo = await startDemo();
  const folder = await mkdtemp(join(tmpdir(), 'alidade-faults-'));
  const tokenPath = join(folder, 'token');
  const prometheus = await startUpstreamProxy(demo.prometheusUrl);
  const tracing = await startUpstreamProxy(demo.tracingUrl);
  const kubernetes = await startUpstreamProxy(demo.kubernetesUrl, EDITOR_TOKEN);
  const started: Console[] = [];
  let rotations = 0;
  const rotateTokens = async () => {
    rotations += 1;
    const token = `token-${rotations}`;
    await writeFile(tokenPath, token, { mode: 0o600 });
    prometheus.demand(token);
    kubernetes.demand(token);
  };
  await rotateTokens();
  const kubeconfig = join(folder, 'kubeconfig');
  await writeFile(kubeconfig, kubeconfigText(kubernetes.url, tokenPath), { mode: 0o600 });
  const usual = {
    PROMETHEUS_URL: prometheus.url,
    PROMETHEUS_TOKEN_FILE: tokenPath,
    TRACING_URL: tracing.url,
    KUBECONFIG: kubeconfig,
    AUTH: 'kubeconfig',
    WRITES: 'on',
    STOP_ACCEPT_SECONDS: '2',
  };
  return {
    prometheus,
    tracing,
    kubernetes,
    kubernetesUrl: demo.kubernetesUrl,
    rotateTokens,
    async console(env = {}) {
      const made = await startConsole({ ...usual, ...env }, FIRST_PORT);
      started.push(made);
      return made;
    },
    async close() {
      for (const each of started) await each.kill('SIGKILL');
      await Promise.all([prometheus.close(), tracing.close(), kubernetes.close()]);
      await demo.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function kubeconfigText(server: string, tokenFile: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'demo', cluster: { server } }],
    users: [{ name: 'editor', user: { tokenFile } }],
    contexts: [{ name: 'demo', context: { cluster: 'demo', user: 'editor' } }],
    'current-context': 'demo',
  });
}
