import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forwardTo } from '../../fixtures/forward';
import type { World } from '../world/world';
import { clusterOf, type Cluster } from './cluster';
import { oneOf, RELEASE, render, type Manifest } from './helm';
import { createPod, type Pod } from './pod';
import { deploymentSchema } from './spec';

/** A release of the chart in a namespace of its own of the real API server, with one of its pods. */
export interface Installation extends RunningPod {
  readonly namespace: string;
  readonly cluster: Cluster;
  readonly objects: readonly Manifest[];
  /** With which it seals sessions. */
  readonly sessionKey: string;
}

const SERVICES = { prometheus: 9090, jaeger: 16686 } as const;

/** Values with which a release reaches what runs here. */
export const UPSTREAMS = {
  prometheus: { url: `http://prometheus.monitoring:${SERVICES.prometheus}` },
  tracing: { url: `http://jaeger.tracing:${SERVICES.jaeger}/` },
};

/** A namespace in which only the hardest pods are taken. */
export function hardNamespace(name: string): Manifest {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** The Secret that the chart expects, which people make by hand. */
export function sessionSecret(namespace: string, key: string): Manifest {
  const stringData = { 'session-key': key };
  const metadata = { name: `${RELEASE}-session`, namespace };
  return { apiVersion: 'v1', kind: 'Secret', metadata, stringData };
}

/** Installs the chart with these values and starts one of its pods, as a kubelet would. */
export async function install(
  world: World,
  namespace: string,
  values: Readonly<Record<string, unknown>>,
): Promise<Installation> {
  const cluster = clusterOf(world);
  const objects = render(namespace, { ...UPSTREAMS, ...values });
  const sessionKey = randomBytes(48).toString('base64');
  const before = [hardNamespace(namespace), sessionSecret(namespace, sessionKey)];
  await cluster.apply([...before, ...objects]);
  const running = await startPod(world, namespace, oneOf(objects, 'Deployment'), {
    'prometheus.monitoring': SERVICES.prometheus,
    'jaeger.tracing': SERVICES.jaeger,
  });
  return { ...running, namespace, cluster, objects, sessionKey };
}

/** A pod that runs, and the Services that it reaches. */
export interface RunningPod {
  readonly pod: Pod;
  close(): Promise<void>;
}

/** What stands behind a port of a Service. */
function targetOf(world: World, port: number): number {
  const url = port === SERVICES.prometheus ? world.prometheusUrl : world.jaegerUrl;
  return Number(new URL(url).port);
}

/**
 * Starts a pod of a Deployment that the API server has.
 *
 * @param services Ports by the name of the Service: 9090 leads to Prometheus, any other to Jaeger.
 */
export async function startPod(
  world: World,
  namespace: string,
  deployment: unknown,
  services: Readonly<Record<string, number>>,
): Promise<RunningPod> {
  const folder = mkdtempSync(join(tmpdir(), 'alidade-pod-'));
  const network = `127.${randomInt(20, 250)}.${randomInt(1, 250)}`;
  const apiPort = Number(new URL(world.apiUrl).port);
  const hosts: Record<string, string> = { 'kubernetes.default.svc': `${network}.1` };
  const forwards = [await forwardTo(apiPort, { address: `${network}.1`, port: 443 })];
  for (const [index, [name, port]] of Object.entries(services).entries()) {
    const address = `${network}.${index + 2}`;
    hosts[name] = address;
    forwards.push(await forwardTo(targetOf(world, port), { address, port }));
  }
  const pod = await createPod({
    ...{ name: `${namespace}-0`, folder, image: world.image, address: `${network}.100`, hosts },
    cluster: clusterOf(world),
    deployment: deploymentSchema.parse(deployment),
  });
  await pod.program.start();
  return {
    pod,
    async close() {
      await pod.program.stop();
      await Promise.all(forwards.map((each) => each.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
