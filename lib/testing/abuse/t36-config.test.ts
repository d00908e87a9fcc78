import { describe, expect, it } from 'vitest';
import type * as readConfigModule from '@/lib/server/config/read-config';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import { configFiles } from '@/lib/server/testing/config-files';
import { shippedSources, sourceOf } from '@/lib/testing/own-patterns';

const CANARY = 'hunter2-canary';

/** Addresses that no upstream has; some hold what must not be told again. */
const BAD_URLS = [
  ...['file:///etc/passwd', 'ftp://host/', 'gopher://host/', 'javascript:alert(1)', 'data:,x'],
  ...['unix:/run/x.sock', '//host/', 'host:9090', '/path', 'http://', 'not a url', 'ws://host/'],
  ...[`http://me:${CANARY}@host`, `http://${CANARY}@host/`, `http://host/?token=${CANARY}`],
  ...[`http://host/#${CANARY}`, 'http://[::1', 'http://host:99999/', 'http:// host/'],
];
const URLS = ['PROMETHEUS_URL', 'TRACING_URL', 'GRAFANA_URL', 'TRACING_UI_URL'];

/** Values that are none of their settings, and names that are none. */
const BAD_VALUES: Readonly<Record<string, readonly string[]>> = {
  AUTH: ['none', 'Token', 'token,oidc', '__proto__', CANARY],
  WRITES: ['yes', 'true', '1', 'ON', ' on', CANARY],
  PORT: ['0', '-1', '65536', '1e3', '80.5', '0x50', '  ', 'http', '99999999999999999999'],
  STOP_ACCEPT_SECONDS: ['-1', '7', '1.5', 'Infinity', 'NaN', '1e0'],
  TRACING_KIND: ['zipkin', 'constructor'],
  ALLOWED_HOSTS: ['*', 'a b', 'http://a', 'a/b', 'a:80', '.', ',', `me:${CANARY}@host`],
  EMBED_ANCESTORS: [
    '*',
    "'self'",
    'https://*.example',
    'https://a/b',
    'null',
    'data:',
    'a',
    'https://a;b',
  ],
  EMBED_LINK_HOURS: ['0', '-1', '721', '1.5', 'for ever'],
  READ_NAMESPACES: ['*', 'Shop', 'a/b', '..', ',', 'x'.repeat(64)],
  EMBED_NAMESPACES: ['*', '"} or up{a="', 'kube_system'],
  PUBLIC_URL: ['http://localhost/x', 'javascript:alert(1)', '//localhost', 'http://me@localhost'],
  NEXT_PUBLIC_TOKEN: [CANARY],
  NEXT_PUBLIC_: [CANARY],
  ALIDADE_PROMETHEUS_URL: ['http://p'],
  PROMETHEUS_URI: ['http://p'],
  PROMETHEUS_UR: ['http://p'],
  PROMETHEUSS_URL: ['http://p'],
  ALOWED_HOSTS: ['a'],
  WRITE: ['on'],
  OIDC_ISSUER: ['http://issuer.example', 'issuer', `https://me:${CANARY}@issuer.example`],
  OIDC_CLIENT_ID: ['alidade'],
};

const ATTACKS = [
  ...URLS.flatMap((name) => BAD_URLS.map((value) => ({ name, value }))),
  ...Object.entries(BAD_VALUES).flatMap(([name, values]) =>
    values.map((value) => ({ name, value })),
  ),
];

type Product = Pick<typeof readConfigModule, 'readConfig'>;
const VALUES = 'lib/server/config/values.ts';
const UNKNOWN = 'lib/server/config/unknown-names.ts';

function refusalOf({ readConfig }: Product, env: Record<string, string>): string | null {
  try {
    readConfig(env, configFiles({}));
    return null;
  } catch (error) {
    if (error instanceof Error && error.name === 'ConfigError') return error.message;
    throw error;
  }
}

const GOOD = {
  PROMETHEUS_URL: 'https://prometheus.example/path/',
  TRACING_URL: 'http://jaeger:16686',
  TRACING_KIND: 'jaeger',
  ALLOWED_HOSTS: 'localhost,[::1],mesh.example',
  PUBLIC_URL: 'https://mesh.example',
  READ_NAMESPACES: 'shop,bank',
  PORT: '8080',
  ALIDADE_SERVICE_HOST: '10.0.0.1',
  PATH: '/bin',
};

describeAbuse<Product>('T36: a start with settings that are wrong', {
  product: (load) => load<typeof readConfigModule>('lib/server/config/read-config.ts'),
  works(loaded) {
    const refusal = refusalOf(loaded, GOOD);
    if (refusal !== null) throw new Error(refusal);
  },
  attack: (loaded) =>
    tryEach(ATTACKS, ({ name, value }) => {
      const refusal = refusalOf(loaded, { [name]: value });
      if (refusal === null) return 'it started';
      if (refusal.includes(CANARY)) return `a secret is told: ${refusal}`;
      return refusal.split('\n').some((line) => line.startsWith(`${name}: `))
        ? null
        : `is told as ${refusal}`;
    }),
  atLeast: 130,
  defects: [
    edit(
      'a look at schemes',
      VALUES,
      "if (url.protocol !== 'http:' && url.protocol !== 'https:')",
      "if (url.protocol === 'x:')",
    ),
    edit(
      'refusal of credentials in addresses',
      VALUES,
      "url.username !== '' || url.password !== ''",
      'false',
    ),
    edit('refusal of queries', VALUES, "url.search !== '' || url.hash !== ''", 'false'),
    edit('values that are told without credentials', VALUES, "'$1[secret]@'", "'$&'"),
    edit('the grammar of hosts', VALUES, '!HOST.test(host)', "host === ''"),
    edit('origins that are no more than that', VALUES, 'url?.origin === text', 'url !== null'),
    edit('origins of hosts', VALUES, ' && HOST.test(url.hostname)', ''),
    edit('the grammar of namespaces', VALUES, '!NAMESPACE.test(name)', "name === ''"),
    edit('the grammar of ports', VALUES, "/^[0-9]{1,5}$/, 'is not a port'", "/^/, 'is not a port'"),
    edit(
      'a most of seconds',
      VALUES,
      '(value) => value <= most,',
      '(value) => value !== most + 0.1,',
    ),
    edit(
      'refusal of what would be published',
      UNKNOWN,
      "name.startsWith('NEXT_PUBLIC_')",
      'name === ""',
    ),
    edit('refusal of a prefix', UNKNOWN, "name.startsWith('ALIDADE_')", 'name === ""'),
    edit('a guess at what was meant', UNKNOWN, 'isNear(name, setting)', 'name === ""'),
    edit(
      'refusal of what has no effect',
      'lib/server/config/read-oidc.ts',
      "if (isOurs) checker.refuse(name, 'has no effect unless AUTH=oidc');",
      '',
    ),
  ],
});

describe('T36: a setting in the bundle of the browser', () => {
  const readers = (of: (file: string) => string) =>
    shippedSources().filter((file) => /process\.env|NEXT_PUBLIC_[A-Z]/.test(of(file)));

  it('cannot be: one module of the server alone reads the environment', () => {
    expect(readers(sourceOf)).toEqual(['lib/server/env.ts']);
    expect(sourceOf('lib/server/env.ts')).toContain("import 'server-only';");
  });

  it('is seen where a page reads one', () => {
    const page = 'components/shell/account.tsx';
    const planted = (file: string) =>
      file === page ? `${sourceOf(file)}\nprocess.env.NEXT_PUBLIC_TOKEN;` : sourceOf(file);
    expect(readers(planted)).toContain(page);
  });
});
