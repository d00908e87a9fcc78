import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { USERS } from './kubernetes/access';
import { kubeconfigText } from './kubernetes/kubeconfig';
import { routesOf } from './kubernetes/routes-of';
import { startKubernetes, type KubernetesServer } from './kubernetes/server';
import { shopObjects } from './kubernetes/shop-objects';
import { withStandbyVersions } from './kubernetes/standby';
import { createObjectStore } from './kubernetes/store';
import { workloadObjects } from './kubernetes/workload-objects';
import { createShop } from './model/shop';
import { createTrafficModel } from './model/traffic-model';
import type { TrafficModel } from './model/types';

export interface DemoOptions {
  readonly seed?: number;
  /** Where each upstream listens; a free port where it is left out. */
  readonly ports?: {
    readonly prometheus?: number;
    readonly tracing?: number;
    readonly kubernetes?: number;
  };
  readonly host?: string;
}

export interface Demo {
  readonly kubernetesUrl: string;
  /** Paths of kubeconfig files by the person that is current in each. */
  readonly kubeconfigs: Readonly<Record<string, string>>;
  readonly model: TrafficModel;
  readonly kubernetes: KubernetesServer;
  close(): Promise<void>;
}

const DEFAULT_SEED = 7;

const nowSeconds = (): number => Date.now() / 1000;

/** Starts the demo mesh: its traffic, and the APIs through which a console sees and steers it. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const { seed = DEFAULT_SEED, ports = {}, host = '127.0.0.1' } = options;
  const shop = withStandbyVersions(createShop({ seed }), seed);
  const objects = [...workloadObjects(shop), ...shopObjects()];
  const topology = { ...shop, routes: routesOf(createObjectStore(objects)) };
  const model = createTrafficModel({ topology, seed });
  const kubernetes = await startKubernetes({ objects, host, port: ports.kubernetes ?? 0 });
  kubernetes.store.subscribe(({ kind }) => {
    if (kind.group === 'networking.istio.io') {
      model.setRoutes(routesOf(kubernetes.store), nowSeconds());
    }
  });
  const folder = await mkdtemp(join(tmpdir(), 'alidade-demo-'));
  return {
    kubernetesUrl: kubernetes.url,
    kubeconfigs: await writeKubeconfigs(folder, kubernetes.url),
    model,
    kubernetes,
    async close() {
      await kubernetes.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function writeKubeconfigs(folder: string, url: string): Promise<Record<string, string>> {
  const written = await Promise.all(
    USERS.map(async ({ name }) => {
      const path = join(folder, `${name}.kubeconfig`);
      await writeFile(path, kubeconfigText(url, name), { mode: 0o600 });
      return [name, path] as const;
    }),
  );
  return Object.fromEntries(written);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      host: { type: 'string' },
      'prometheus-port': { type: 'string' },
      'tracing-port': { type: 'string' },
      'kubernetes-port': { type: 'string' },
      kubeconfig: { type: 'string' },
      'upstreams-only': { type: 'boolean' },
    },
  });
  const demo = await startDemo({
    ...(values.seed !== undefined && { seed: Number(values.seed) }),
    ...(values.host !== undefined && { host: values.host }),
    ports: {
      prometheus: Number(values['prometheus-port'] ?? 0),
      tracing: Number(values['tracing-port'] ?? 0),
      kubernetes: Number(values['kubernetes-port'] ?? 0),
    },
  });
  if (values.kubeconfig !== undefined) {
    await writeFile(values.kubeconfig, kubeconfigText(demo.kubernetesUrl, 'admin'), {
      mode: 0o600,
    });
  }
  console.warn(JSON.stringify({ kubernetes: demo.kubernetesUrl, kubeconfigs: demo.kubeconfigs }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void demo.close().then(() => process.exit(0)));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main();
}
