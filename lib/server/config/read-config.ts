import 'server-only';
import { z } from 'zod';
import { Checker, type ConfigFiles } from '@/lib/server/config/checker';
import type { AuthMode, Config } from '@/lib/server/config/config';
import { checkEmbed, embedSettings } from '@/lib/server/config/read-embed';
import { liveFile, stampOf, type Live, type Report } from '@/lib/server/config/live-file';
import { oidcSettings, readOidc, refuseOidcSettings } from '@/lib/server/config/read-oidc';
import { readSessionKeys, type SessionKey } from '@/lib/server/config/session-keys';
import { findUnknownNames } from '@/lib/server/config/unknown-names';
import {
  baseUrl,
  hostList,
  isLoopbackHost,
  namespaceList,
  port,
  secondsUpTo,
} from '@/lib/server/config/values';

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
      ['token', 'oidc', 'header', 'kubeconfig', 'anonymous'],
      'must be token, oidc, header, kubeconfig or anonymous',
    )
    .optional(),
  SESSION_KEY_FILE: z.string().optional(),
  ...oidcSettings,
  WRITES: z.enum(['on', 'off'], 'must be on or off').default('off'),
  READ_NAMESPACES: namespaceList.nullable().default(null),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(20_002),
  STOP_ACCEPT_SECONDS: secondsUpTo(6).default(3),
  ALLOWED_HOSTS: hostList.default(['localhost', '127.0.0.1', '[::1]']),
  ...embedSettings,
  GRAFANA_URL: baseUrl.optional(),
  TRACING_UI_URL: baseUrl.optional(),
});
type Settings = z.infer<typeof settings>;

/**
 * Reads the configuration.
 *
 * @param report For the files that are followed: session keys, the client's secret, the groups.
 * @throws ConfigError naming every setting that is wrong, with no value that may be a secret.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  files: ConfigFiles,
  report: Report = () => undefined,
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
  const checker = new Checker(files, problems, warnings);
  const config = assemble(parsed.data, { checker, environment, warnings, report });
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return config;
}

interface Context {
  readonly checker: Checker;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly warnings: readonly string[];
  readonly report: Report;
}

function assemble(given: Settings, context: Context): Config {
  const { checker, environment, warnings } = context;
  const inCluster =
    (environment['KUBERNETES_SERVICE_HOST'] ?? '') !== '' &&
    checker.files.exists(SERVICE_ACCOUNT_CA);
  const auth = given.AUTH ?? (inCluster ? 'token' : 'kubeconfig');
  const kubernetes = kubernetesOf(given, checker, inCluster, environment['HOME']);
  checkEmbed(given, auth, checker);
  checkAuth(auth, given, checker, kubernetes !== null);
  return {
    prometheus: prometheusOf(given, checker),
    tracing:
      given.TRACING_URL === undefined ? null : { url: given.TRACING_URL, kind: given.TRACING_KIND },
    kubernetes,
    auth,
    oidc: oidcOf(auth, given, context),
    sessionKeys: sessionKeysOf(auth, given, context),
    writes: given.WRITES === 'on',
    namespaces: given.READ_NAMESPACES,
    stopAcceptSeconds: given.STOP_ACCEPT_SECONDS,
    allowedHosts: given.ALLOWED_HOSTS,
    embedAncestors: given.EMBED_ANCESTORS,
    embedNamespaces: given.EMBED_NAMESPACES,
    embedLinkHours: given.EMBED_LINK_HOURS ?? null,
    listen: { host: given.HOST, port: given.PORT, embedPort: given.EMBED_PORT ?? null },
    links: linksOf(given),
    warnings,
  };
}

function linksOf(given: Settings): Config['links'] {
  return {
    grafana: given.GRAFANA_URL ?? null,
    tracing: given.TRACING_UI_URL ?? null,
    console: given.PUBLIC_URL ?? null,
    panels: given.EMBED_URL ?? null,
  };
}

function prometheusOf(
  { PROMETHEUS_URL: url, PROMETHEUS_TOKEN_FILE: tokenFile, PROMETHEUS_CA_FILE: caFile }: Settings,
  checker: Checker,
): Config['prometheus'] {
  checker.secret('PROMETHEUS_TOKEN_FILE', tokenFile);
  checker.authority('PROMETHEUS_CA_FILE', caFile);
  return url === undefined ? null : { url, tokenFile, caFile };
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

function checkAuth(
  auth: AuthMode,
  given: Settings,
  checker: Checker,
  hasKubernetes: boolean,
): void {
  if (auth === 'kubeconfig' && !isLoopbackHost(given.HOST)) {
    checker.refuse(
      'HOST',
      'must be a loopback address with AUTH=kubeconfig, since all who reach it are you',
    );
  }
  if (auth === 'anonymous' && given.WRITES === 'on') {
    checker.refuse('WRITES', 'must be off with AUTH=anonymous');
  }
  if (auth !== 'kubeconfig' && auth !== 'anonymous' && !hasKubernetes) {
    checker.refuse(
      'KUBECONFIG',
      `is needed with AUTH=${auth}, since the Kubernetes API knows who may read what`,
    );
  }
}

function oidcOf(auth: AuthMode, given: Settings, { checker, report }: Context): Config['oidc'] {
  if (auth !== 'oidc') {
    refuseOidcSettings(given, checker);
    return null;
  }
  const writes = given.WRITES === 'on';
  return readOidc(given, { checker, allowedHosts: given.ALLOWED_HOSTS, writes, report });
}

const NO_KEYS = () => [];

function sessionKeysOf(
  auth: AuthMode,
  { SESSION_KEY_FILE: path, EMBED_LINK_HOURS }: Settings,
  { checker, report }: Context,
): Live<readonly SessionKey[]> {
  const name = 'SESSION_KEY_FILE';
  const hasSessions = auth === 'token' || auth === 'oidc';
  if (!hasSessions && EMBED_LINK_HOURS === undefined) return NO_KEYS;
  if (path === undefined) {
    checker.refuse(name, `is needed with ${hasSessions ? `AUTH=${auth}` : 'EMBED_LINK_HOURS'}`);
    return NO_KEYS;
  }
  const stamp = stampOf(checker.files, path);
  const content = checker.secret(name, path);
  const initial = content === null ? [] : readSessionKeys(content);
  if (typeof initial === 'string') {
    checker.refuse(name, initial);
    return NO_KEYS;
  }
  const { files } = checker;
  return liveFile({ name, path, files, initial, stamp, report, parse: readSessionKeys });
}
