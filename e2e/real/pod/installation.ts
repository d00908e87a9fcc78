import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forwardTo, type Forward } from '../../fixtures/forward';
import type { World } from '../world/world';
import { clusterOf, type Cluster } from './cluster';
import { oneOf, RELEASE, render, type Manifest } from './helm';
import { createPod, type Pod } from './pod';
import { deploymentSchema } from './spec';

/** A release of the chart in a namespace of its own of the real API server, with one of its pods. */
export interface Installation {
  readonly namespace: string;
  readonly cluster: Cluster;
  readonly objects: readonly Manifest[];
  readonly pod: Pod;
  close(): Promise<void>;
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
export function sessionSecret(namespace: string): Manifest {
  const stringData = { 'session-key': randomBytes(48).toString('base64') };
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
  await cluster.apply([hardNamespace(namespace), sessionSecret(namespace), ...objects]);

  const folder = mkdtempSync(join(tmpdir(), 'alidade-pod-'));
  const network = `127.${randomInt(20, 250)}.${randomInt(1, 250)}`;
  const portOf = (url: string) => Number(new URL(url).port);
  const forwards: Forward[] = [
    await forwardTo(portOf(world.apiUrl), { address: `${network}.1`, port: 443 }),
    await forwardTo(portOf(world.prometheusUrl), {
      ...{ address: `${network}.2`, port: SERVICES.prometheus },
    }),
    await forwardTo(portOf(world.jaegerUrl), { address: `${network}.3`, port: SERVICES.jaeger }),
  ];
  const pod = await createPod({
    ...{ name: `${namespace}-0`, folder, cluster, image: world.image, address: `${network}.10` },
    deployment: deploymentSchema.parse(oneOf(objects, 'Deployment')),
    hosts: {
      'kubernetes.default.svc': `${network}.1`,
      'prometheus.monitoring': `${network}.2`,
      'jaeger.tracing': `${network}.3`,
    },
  });
  await pod.program.start();
  return {
    ...{ namespace, cluster, objects, pod },
    async close() {
      await pod.program.stop();
      await Promise.all(forwards.map((each) => each.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
