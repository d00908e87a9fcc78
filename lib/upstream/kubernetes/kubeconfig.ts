import 'server-only';
import { existsSync } from 'node:fs';
import { dirname, delimiter, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  bearerToken,
  NO_CREDENTIALS,
  readFileNow,
  tokenFile,
  type Credentials,
} from '@/lib/upstream/credentials';
import type { TlsOptions } from '@/lib/upstream/http';
import { execCredentials, execSchema } from '@/lib/upstream/kubernetes/exec-credential';
import { readBaseUrl } from '@/lib/upstream/target';

/** Where a cluster is, how its certificate is checked, and who we are there. */
export interface ClusterAccess {
  readonly name: string;
  readonly baseUrl: URL;
  readonly tls: TlsOptions;
  readonly credentials: Credentials;
}

/** Environment of the plugins that a kubeconfig may name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const clusterSchema = z.object({
  server: z.string(),
  'certificate-authority': z.string().optional(),
  'certificate-authority-data': z.string().optional(),
  'insecure-skip-tls-verify': z.boolean().optional(),
  'tls-server-name': z.string().optional(),
  'proxy-url': z.string().optional(),
});

const userSchema = z.object({
  'client-certificate': z.string().optional(),
  'client-certificate-data': z.string().optional(),
  'client-key': z.string().optional(),
  'client-key-data': z.string().optional(),
  token: z.string().optional(),
  tokenFile: z.string().optional(),
  username: z.string().optional(),
  password: z.string().optional(),
  exec: execSchema.optional(),
  'auth-provider': z.unknown().optional(),
  as: z.unknown().optional(),
});

/** https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ as far as it is used here. */
const kubeconfigSchema = z.object({
  'current-context': z.string().nullish(),
  clusters: z.array(z.object({ name: z.string(), cluster: clusterSchema })).nullish(),
  users: z.array(z.object({ name: z.string(), user: userSchema.nullable() })).nullish(),
  contexts: z
    .array(
      z.object({ name: z.string(), context: z.object({ cluster: z.string(), user: z.string() }) }),
    )
    .nullish(),
});

type Kubeconfig = z.infer<typeof kubeconfigSchema>;
type User = z.infer<typeof userSchema>;
type Cluster = z.infer<typeof clusterSchema>;

/** A kubeconfig with the folder that the paths in it start from. */
interface LoadedKubeconfig {
  readonly folder: string;
  readonly content: Kubeconfig;
}

/**
 * Reads one kubeconfig, or several joined as in the variable KUBECONFIG: of two entries with the same
 * name, the first counts.
 *
 * @throws TypeError saying what is wrong, when it cannot be used.
 */
export function readKubeconfig(
  paths: string,
  context: string | undefined,
  environment: Environment,
): ClusterAccess {
  const files = paths
    .split(delimiter)
    .filter((path) => path !== '')
    .map(load);
  const wanted = context ?? files.map(({ content }) => content['current-context']).find(Boolean);
  if (!wanted) throw new TypeError('the kubeconfig has no current context, and none was named');

  const { entry } = find(files, 'context', wanted, ({ contexts }) => contexts);
  const { cluster: clusterName, user: userName } = entry.context;
  const cluster = find(files, 'cluster', clusterName, ({ clusters }) => clusters);
  const user = find(files, 'user', userName, ({ users }) => users);
  return {
    name: clusterName,
    baseUrl: readBaseUrl('kubernetes', cluster.entry.cluster.server),
    tls: {
      ...trust(cluster.entry.cluster, cluster.folder),
      ...clientCertificate(user.entry.user ?? {}, user.folder),
    },
    credentials: credentialsOf(user.entry.user ?? {}, user.folder, environment),
  };
}

/** Where a pod finds its service account. */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The access of the pod that we run in. A pod may have been given the cluster's certificate and no token: it
 * then only passes on the tokens of people, and can do nothing by itself.
 *
 * @throws TypeError when there is no service account.
 */
export function readServiceAccount(folder = SERVICE_ACCOUNT): ClusterAccess {
  return {
    name: 'Kubernetes',
    // The one name that every cluster's certificate holds.
    baseUrl: readBaseUrl('kubernetes', 'https://kubernetes.default.svc'),
    tls: { ca: readFileNow(`${folder}/ca.crt`) },
    credentials: existsSync(`${folder}/token`)
      ? tokenFile('kubernetes', `${folder}/token`)
      : NO_CREDENTIALS,
  };
}

function load(path: string): LoadedKubeconfig {
  const text = readFileNow(path);
  let content: unknown;
  try {
    content = parse(text);
  } catch (cause) {
    throw new TypeError(`the kubeconfig ${path} is not YAML`, { cause });
  }
  const parsed = kubeconfigSchema.safeParse(content);
  if (parsed.success) return { folder: dirname(path), content: parsed.data };
  throw new TypeError(`the kubeconfig ${path} is not one: ${z.prettifyError(parsed.error)}`);
}

function find<T extends { readonly name: string }>(
  files: readonly LoadedKubeconfig[],
  what: string,
  name: string,
  entriesOf: (content: Kubeconfig) => readonly T[] | null | undefined,
): { readonly entry: T; readonly folder: string } {
  for (const { folder, content } of files) {
    const entry = entriesOf(content)?.find((one) => one.name === name);
    if (entry !== undefined) return { entry, folder };
  }
  throw new TypeError(`the kubeconfig has no ${what} called ${JSON.stringify(name)}`);
}

function trust(cluster: Cluster, folder: string): TlsOptions {
  if (cluster['proxy-url'] !== undefined) {
    throw new TypeError('the kubeconfig names a proxy-url, which is not supported');
  }
  return {
    ca: pem(cluster['certificate-authority-data'], cluster['certificate-authority'], folder),
    servername: cluster['tls-server-name'],
    rejectUnauthorized: cluster['insecure-skip-tls-verify'] === true ? false : undefined,
  };
}

function clientCertificate(user: User, folder: string): TlsOptions {
  return {
    cert: pem(user['client-certificate-data'], user['client-certificate'], folder),
    key: pem(user['client-key-data'], user['client-key'], folder),
  };
}

function pem(
  data: string | undefined,
  path: string | undefined,
  folder: string,
): string | undefined {
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  return path === undefined ? undefined : readFileNow(resolve(folder, path));
}

function credentialsOf(user: User, folder: string, environment: Environment): Credentials {
  if (user['auth-provider'] !== undefined) {
    throw new TypeError('the kubeconfig uses an auth-provider: use an exec plugin in its place');
  }
  if (user.as !== undefined) {
    throw new TypeError('the kubeconfig impersonates somebody (as), which is not supported');
  }
  if (user.token !== undefined) return bearerToken('kubernetes', user.token);
  if (user.tokenFile !== undefined) {
    return tokenFile('kubernetes', resolve(folder, user.tokenFile));
  }
  if (user.exec !== undefined) return execCredentials(user.exec, folder, environment);
  if (user.username !== undefined) return basic(user.username, user.password ?? '');
  return NO_CREDENTIALS;
}

function basic(name: string, password: string): Credentials {
  const authorization = `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
  return { renewable: false, headers: () => Promise.resolve({ authorization }) };
}
