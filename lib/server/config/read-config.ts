import 'server-only';
import { z } from 'zod';
import type { AuthMode, Config } from '@/lib/server/config/config';
import { readSessionKeys, type SessionKey } from '@/lib/server/config/session-keys';
import { findUnknownNames } from '@/lib/server/config/unknown-names';
import { baseUrl, hostList, namespaceList, originList, port } from '@/lib/server/config/values';

/** The files that the configuration names. Throws as `node:fs` does. */
export interface ConfigFiles {
  read(path: string): Uint8Array;
  exists(path: string): boolean;
  /** The permission bits. */
  mode(path: string): number;
}

/** The configuration is wrong; the message has one line a setting, each led by its name. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Also there in a pod that is given no token of its own, since it only passes on those of people. */
const SERVICE_ACCOUNT_CA = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';

const settings = z.object({
  PROMETHEUS_URL: baseUrl.optional(),
  PROMETHEUS_TOKEN_FILE: z.string().optional(),
  PROMETHEUS_CA_FILE: z.string().optional(),
  TRACING_URL: baseUrl.optional(),
  TRACING_KIND: z
    .enum(['auto', 'jaeger', 'tempo'], 'must be auto, jaeger or tempo')
    .default('auto'),
  KUBECONFIG: z.string().optional(),
  KUBE_CONTEXT: z.string().optional(),
  AUTH: z
    .enum(
      ['token', 'header', 'kubeconfig', 'anonymous'],
      'must be token, header, kubeconfig or anonymous',
    )
    .optional(),
  SESSION_KEY_FILE: z.string().optional(),
  WRITES: z.enum(['on', 'off'], 'must be on or off').default('off'),
  READ_NAMESPACES: namespaceList.nullable().default(null),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(20_002),
  ALLOWED_HOSTS: hostList.default(['localhost', '127.0.0.1', '[::1]']),
  EMBED_ANCESTORS: originList.default([]),
  GRAFANA_URL: baseUrl.optional(),
  TRACING_UI_URL: baseUrl.optional(),
});
type Settings = z.infer<typeof settings>;

/**
 * Reads the configuration.
 *
 * @throws ConfigError naming every setting that is wrong, with no value that may be a secret.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  files: ConfigFiles,
): Config {
  const given = Object.entries(environment).filter(([, value]) => (value ?? '') !== '');
  const problems: string[] = [
    ...findUnknownNames(
      given.map(([name]) => name),
      Object.keys(settings.shape),
    ),
  ];
  const parsed = settings.safeParse(Object.fromEntries(given));
  if (!parsed.success) {
    problems.push(
      ...parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    );
    throw new ConfigError(problems.join('\n'));
  }
  const warnings: string[] = [];
  const config = assemble(
    parsed.data,
    new Checker(files, problems, warnings),
    environment,
    warnings,
  );
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return config;
}

/** Collects what is wrong instead of stopping at the first. */
class Checker {
  readonly #problems: string[];
  readonly #warnings: string[];
  readonly files: ConfigFiles;

  constructor(files: ConfigFiles, problems: string[], warnings: string[]) {
    this.files = files;
    this.#problems = problems;
    this.#warnings = warnings;
  }

  refuse(name: string, why: string): void {
    this.#problems.push(`${name}: ${why}`);
  }

  /** The content of a file that must be readable and must not be empty; null when it is not. */
  content(name: string, path: string | undefined): Uint8Array | null {
    if (path === undefined) return null;
    let content: Uint8Array;
    try {
      content = this.files.read(path);
    } catch {
      this.refuse(name, 'the file cannot be read');
      return null;
    }
    if (content.length > 0) return content;
    this.refuse(name, 'the file is empty');
    return null;
  }

  secret(name: string, path: string | undefined): Uint8Array | null {
    const content = this.content(name, path);
    if (content !== null && path !== undefined && (this.files.mode(path) & 0o004) !== 0) {
      this.#warnings.push(`${name}: the file can be read by every user of this machine`);
    }
    return content;
  }
}

function assemble(
  given: Settings,
  checker: Checker,
  environment: Readonly<Record<string, string | undefined>>,
  warnings: readonly string[],
): Config {
  const inCluster =
    (environment['KUBERNETES_SERVICE_HOST'] ?? '') !== '' &&
    checker.files.exists(SERVICE_ACCOUNT_CA);
  const auth = given.AUTH ?? (inCluster ? 'token' : 'kubeconfig');
  const kubernetes = kubernetesOf(given, checker, inCluster, environment['HOME']);
  checkPrometheusFiles(given, checker);
  checkAuth(auth, given, checker, kubernetes !== null);
  return {
    prometheus:
      given.PROMETHEUS_URL === undefined
        ? null
        : {
            url: given.PROMETHEUS_URL,
            tokenFile: given.PROMETHEUS_TOKEN_FILE,
            caFile: given.PROMETHEUS_CA_FILE,
          },
    tracing:
      given.TRACING_URL === undefined ? null : { url: given.TRACING_URL, kind: given.TRACING_KIND },
    kubernetes,
    auth,
    sessionKeys: auth === 'token' ? sessionKeysOf(given, checker) : [],
    writes: given.WRITES === 'on',
    namespaces: given.READ_NAMESPACES,
    allowedHosts: given.ALLOWED_HOSTS,
    embedAncestors: given.EMBED_ANCESTORS,
    links: { grafana: given.GRAFANA_URL ?? null, tracing: given.TRACING_UI_URL ?? null },
    warnings,
  };
}

function kubernetesOf(
  { KUBECONFIG, KUBE_CONTEXT }: Settings,
  checker: Checker,
  inCluster: boolean,
  home: string | undefined,
): Config['kubernetes'] {
  const context = KUBE_CONTEXT === undefined ? {} : { context: KUBE_CONTEXT };
  if (KUBECONFIG !== undefined) {
    checker.secret('KUBECONFIG', KUBECONFIG);
    return { kubeconfig: KUBECONFIG, ...context };
  }
  if (inCluster) return {};
  const usual = `${home ?? ''}/.kube/config`;
  return checker.files.exists(usual) ? { kubeconfig: usual, ...context } : null;
}

function checkPrometheusFiles(given: Settings, checker: Checker): void {
  checker.secret('PROMETHEUS_TOKEN_FILE', given.PROMETHEUS_TOKEN_FILE);
  const authority = checker.content('PROMETHEUS_CA_FILE', given.PROMETHEUS_CA_FILE);
  if (authority !== null && !Buffer.from(authority).includes('-----BEGIN CERTIFICATE-----')) {
    checker.refuse('PROMETHEUS_CA_FILE', 'the file holds no PEM certificate');
  }
}

function checkAuth(
  auth: AuthMode,
  given: Settings,
  checker: Checker,
  hasKubernetes: boolean,
): void {
  if (auth === 'kubeconfig' && !isLoopback(given.HOST)) {
    checker.refuse(
      'HOST',
      'must be a loopback address with AUTH=kubeconfig, since all who reach it are you',
    );
  }
  if (auth === 'anonymous' && given.WRITES === 'on') {
    checker.refuse('WRITES', 'must be off with AUTH=anonymous');
  }
  if ((auth === 'token' || auth === 'header') && !hasKubernetes) {
    checker.refuse(
      'KUBECONFIG',
      `is needed with AUTH=${auth}, since the Kubernetes API knows who people are`,
    );
  }
}

function sessionKeysOf(given: Settings, checker: Checker): readonly SessionKey[] {
  if (given.SESSION_KEY_FILE === undefined) {
    checker.refuse('SESSION_KEY_FILE', 'is needed with AUTH=token');
    return [];
  }
  const content = checker.secret('SESSION_KEY_FILE', given.SESSION_KEY_FILE);
  const keys = content === null ? [] : readSessionKeys(content);
  if (typeof keys !== 'string') return keys;
  checker.refuse('SESSION_KEY_FILE', keys);
  return [];
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}
