import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { USERS } from './kubernetes/access';
import { kubeconfigText } from './kubernetes/kubeconfig';
import { meshObjects } from './meshes/istio/mesh-objects';
import { isRoutingGroup, MESH_METRICS, MESH_PARTS, routesOf } from './meshes/registry';
import { demoTopology } from './meshes/topology';
import { startKubernetes, type KubernetesServer } from './kubernetes/server';
import { createObjectStore } from './kubernetes/store';
import { workloadObjects } from './kubernetes/workload-objects';
import { createLargeMesh } from './model/large-mesh';
import { createTrafficModel } from './model/traffic-model';
import { startPrometheus } from './prometheus/start-prometheus';
import type { DemoTopology, TrafficModel } from './model/types';
import { createRouteHistory } from './route-history';
import type { JsonObject } from './kubernetes/json';
import { DEEP_TRACE_ID, deepTrace, LARGE_TRACE_ID, largeTrace } from './tracing/large-traces';
import { mapMesh } from './tracing/mesh-map';
import type { JaegerGeneration } from './tracing/generation';
import { startTracing } from './tracing/server';
import { createTraceStore } from './tracing/trace-store';
import type { TraceStore } from './tracing/types';

export interface DemoOptions {
  /** Without it, the demo shop; else a mesh of so many services. */
  readonly services?: number;
  /** In how many namespaces those are; by default one for each 25. */
  readonly namespaces?: number;
  /** The part of the shop that runs on one mesh; all of it when it is left out. */
  readonly mesh?: string;
  readonly seed?: number;
  /** Where each upstream listens; a free port where it is left out. */
  readonly ports?: {
    readonly prometheus?: number;
    readonly tracing?: number;
    readonly kubernetes?: number;
  };
  readonly host?: string;
  /** How far apart Prometheus takes samples. */
  readonly scrapeSeconds?: number;
  readonly tracing?: { readonly generation?: JaegerGeneration; readonly basePath?: string };
}

export interface Demo {
  readonly prometheusUrl: string;
  readonly tracingUrl: string;
  readonly kubernetesUrl: string;
  /** Paths of kubeconfig files by the person that is current in each. */
  readonly kubeconfigs: Readonly<Record<string, string>>;
  readonly model: TrafficModel;
  readonly kubernetes: KubernetesServer;
  readonly traces: TraceStore;
  close(): Promise<void>;
}

const DEFAULT_SEED = 7;

const nowSeconds = (): number => Date.now() / 1000;

interface Mesh {
  readonly topology: DemoTopology;
  readonly objects: readonly JsonObject[];
}

/** @throws RangeError when there is no part of that name. */
function createMesh({ services, namespaces, mesh }: DemoOptions, seed: number): Mesh {
  if (services !== undefined) {
    const shape = namespaces === undefined ? { services } : { services, namespaces };
    const topology = createLargeMesh({ ...shape, seed });
    return { topology, objects: [...workloadObjects(topology), ...meshObjects(topology)] };
  }
  const parts = mesh === undefined ? MESH_PARTS : MESH_PARTS.filter(({ id }) => id === mesh);
  if (parts.length === 0) {
    const known = MESH_PARTS.map(({ id }) => id).join(', ');
    throw new RangeError(`there is no mesh ${JSON.stringify(mesh)}; there are ${known}`);
  }
  const topology = demoTopology(parts, seed);
  return {
    topology,
    objects: [...workloadObjects(topology), ...parts.flatMap((part) => part.objects())],
  };
}

/** Starts the demo mesh: its traffic, and the APIs through which a console sees and steers it. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const { seed = DEFAULT_SEED, ports = {}, host = '127.0.0.1' } = options;
  const mesh = createMesh(options, seed);
  const routes = routesOf(createObjectStore(mesh.objects));
  const topology = { ...mesh.topology, routes };
  const model = createTrafficModel({
    topology,
    seed,
    meshes: MESH_METRICS,
  });
  const history = createRouteHistory(routes);
  const traces = createTraceStore({
    seed,
    map: mapMesh(topology),
    routingAt: (at) => history.at(at),
    now: nowSeconds,
    fixed: fixedTraces(),
  });
  const kubernetes = await startKubernetes({
    objects: mesh.objects,
    host,
    port: ports.kubernetes ?? 0,
  });
  kubernetes.store.subscribe(({ kind }) => {
    if (!isRoutingGroup(kind.group)) return;
    const changed = routesOf(kubernetes.store);
    history.add(changed, nowSeconds());
    model.setRoutes(changed, nowSeconds());
  });
  const tracing = await startTracing({
    store: traces,
    host,
    port: ports.tracing ?? 0,
    ...options.tracing,
  });
  const prometheus = await startPrometheus({
    model,
    host,
    port: ports.prometheus ?? 0,
    now: nowSeconds,
    ...(options.scrapeSeconds !== undefined && { scrapeSeconds: options.scrapeSeconds }),
  });
  const folder = await mkdtemp(join(tmpdir(), 'alidade-demo-'));
  return {
    model,
    kubernetes,
    traces,
    prometheusUrl: prometheus.url,
    tracingUrl: tracing.url,
    kubernetesUrl: kubernetes.url,
    kubeconfigs: await writeKubeconfigs(folder, kubernetes.url),
    async close() {
      await Promise.all([kubernetes.close(), tracing.close(), prometheus.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Both are made once, and begin at the full hour before the start. */
function fixedTraces(): ReadonlyMap<string, () => ReturnType<typeof largeTrace>> {
  const startUs = (Math.floor(nowSeconds() / 3600) - 1) * 3600 * 1e6;
  let large: ReturnType<typeof largeTrace> | undefined;
  return new Map([
    [LARGE_TRACE_ID, () => (large ??= largeTrace(startUs))],
    [DEEP_TRACE_ID, () => deepTrace(startUs)],
  ]);
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
      services: { type: 'string' },
      mesh: { type: 'string' },
      seed: { type: 'string' },
      host: { type: 'string' },
      'prometheus-port': { type: 'string' },
      'tracing-port': { type: 'string' },
      'kubernetes-port': { type: 'string' },
      kubeconfig: { type: 'string' },
    },
  });
  const demo = await startDemo({
    ...(values.services !== undefined && { services: Number(values.services) }),
    ...(values.mesh !== undefined && { mesh: values.mesh }),
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
  const { prometheusUrl, tracingUrl, kubernetesUrl, kubeconfigs } = demo;
  // One line, for whoever started this process.
  process.stdout.write(
    `${JSON.stringify({ prometheusUrl, tracingUrl, kubernetesUrl, kubeconfigs })}\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void demo.close().then(() => process.exit(0)));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch((error: unknown) => {
    console.error(
      `The demo mesh cannot start: ${error instanceof Error ? error.message : 'unknown'}`,
    );
    process.exit(1);
  });
}
