import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { answers, createProgram, type Program } from '../world/processes';
import type { Cluster } from './cluster';
import { readDockerfile, type ImageConfig } from './dockerfile';
import { fillRoot, inRoot, type MountedFile } from './root';
import type { Deployment, Volume } from './spec';

export interface PodOptions {
  readonly name: string;
  readonly folder: string;
  /** What the image holds. */
  readonly image: string;
  readonly deployment: Deployment;
  readonly cluster: Cluster;
  /** The address of the pod: one of the loopback, since there is no network of pods here. */
  readonly address: string;
  readonly hosts: Readonly<Record<string, string>>;
}

/** A container of the chart, run as a kubelet and an engine would run it. */
export interface Pod {
  readonly program: Program;
  /** Where its port `http` is. */
  readonly url: string;
  readonly root: string;
  readonly image: ImageConfig;
  /** Whether a probe of the Deployment succeeds. */
  probe(name: 'startupProbe' | 'livenessProbe' | 'readinessProbe'): Promise<boolean>;
  log(): string;
}

/** Makes the file system of a pod; its program is to be started. */
export async function createPod(options: PodOptions): Promise<Pod> {
  const { name, folder, deployment, address, hosts } = options;
  const { spec } = deployment.spec.template;
  const [container] = spec.containers;
  const image = readDockerfile();
  const [node = ''] = image.entrypoint;
  const root = join(folder, `${name}-root`);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  fillRoot({
    ...{ folder: root, image: options.image, workdir: image.workdir, node, hosts },
    ...{ group: spec.securityContext.fsGroup, files: await mountedFiles(options) },
  });

  const portOf = (port: string) =>
    container.ports.find((each) => each.name === port)?.containerPort ?? 0;
  const url = `http://${address}:${portOf('http')}`;
  const command = [...image.entrypoint, ...container.args];
  const user = spec.securityContext.runAsUser;
  const [program = '', ...args] = inRoot(root, user, image.workdir, command);
  const env = { ...image.env, ...environmentOf(options) };
  const pairs = Object.entries(env).map(([key, value]) => `${key}=${value}`);
  const log = join(folder, `${name}.log`);
  return {
    ...{ url, root, image },
    program: createProgram({
      ...{ name, log, command: 'env' },
      args: ['-i', `PATH=${process.env['PATH'] ?? ''}`, ...pairs, program, ...args],
      isReady: () => answers(url + container.readinessProbe.httpGet.path),
    }),
    probe(which) {
      const { path, port } = container[which].httpGet;
      return answers(`http://${address}:${portOf(port)}${path}`).catch(() => false);
    },
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
  };
}

/** What the chart sets, and what Kubernetes adds. */
function environmentOf({ name, deployment, address }: PodOptions): Record<string, string> {
  const [container] = deployment.spec.template.spec.containers;
  return {
    ...Object.fromEntries(container.env.map((each) => [each.name, each.value])),
    ...{ HOSTNAME: name, KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' },
    HOST: address,
  };
}

async function mountedFiles(options: PodOptions): Promise<readonly MountedFile[]> {
  const { spec } = options.deployment.spec.template;
  const [{ volumeMounts }] = spec.containers;
  const files = await Promise.all(
    volumeMounts.map(async ({ name, mountPath }) => {
      const volume = spec.volumes.find((each) => each.name === name);
      if (volume === undefined) throw new Error(`no volume ${name}`);
      const contents = await contentsOf(volume, options);
      return contents.map(([path, content]) => ({
        ...{ path: join(mountPath, path), content },
        mode: modeOf(volume),
      }));
    }),
  );
  return files.flat();
}

/** A volume is of one kind. */
function modeOf({ secret, configMap, projected }: Volume): number {
  return (secret ?? configMap ?? projected)?.defaultMode ?? 0;
}

const secretSchema = z.object({ data: z.record(z.string(), z.string()) });

async function contentsOf(
  { projected, secret, configMap }: Volume,
  { cluster, deployment }: PodOptions,
): Promise<readonly (readonly [path: string, content: string])[]> {
  const { namespace } = deployment.metadata;
  if (secret !== undefined) {
    const path = `/api/v1/namespaces/${namespace}/secrets/${secret.secretName}`;
    const { data } = secretSchema.parse(await cluster.get(path));
    const items = secret.items ?? Object.keys(data).map((key) => ({ key, path: key }));
    return items.map((item) => [item.path, Buffer.from(data[item.key] ?? '', 'base64').toString()]);
  }
  if (configMap !== undefined) {
    const path = `/api/v1/namespaces/${namespace}/configmaps/${configMap.name}`;
    return Object.entries(secretSchema.parse(await cluster.get(path)).data);
  }
  const sources = projected?.sources ?? [];
  const { serviceAccountName } = deployment.spec.template.spec;
  const parts = sources.map(async ({ configMap, serviceAccountToken }) => {
    if (serviceAccountToken !== undefined) {
      const token = await cluster.tokenFor(namespace, serviceAccountName);
      return [[serviceAccountToken.path, token] as const];
    }
    // The controller that puts this one into every namespace does not run here.
    if (configMap?.name !== 'kube-root-ca.crt') throw new Error('an unknown source');
    return configMap.items.map(({ path }) => [path, cluster.certificate] as const);
  });
  return (await Promise.all(parts)).flat();
}
