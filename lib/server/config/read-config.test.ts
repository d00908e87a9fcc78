import { describe, expect, it } from 'vitest';
import type { ConfigFiles } from '@/lib/server/config/checker';
import { ConfigError, readConfig } from '@/lib/server/config/read-config';

const GOOD_KEY = 'q8Vn3ZrY1kT6wPzL0hXcJ5sBfD2uGmEaRi9oQx7Nv4C=';

/** Files by path: content, and permission bits. */
function files(
  entries: Readonly<Record<string, { readonly text: string; readonly mode?: number }>> = {},
): ConfigFiles {
  return {
    read(path) {
      const entry = entries[path];
      if (entry === undefined) throw new Error('ENOENT');
      return Buffer.from(entry.text, 'latin1');
    },
    exists: (path) => path in entries,
    mode: (path) => entries[path]?.mode ?? 0o600,
    stamp: () => '1',
  };
}

function refusal(env: Record<string, string>, given = files()): string {
  try {
    readConfig(env, given);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'it started';
}

describe('readConfig', () => {
  it('starts with nothing configured, on loopback, read-only', () => {
    expect(readConfig({}, files())).toMatchObject({
      prometheus: null,
      tracing: null,
      kubernetes: null,
      auth: 'kubeconfig',
      writes: false,
      allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
    });
  });

  it('is kept to no namespaces unless it is told to', () => {
    expect(readConfig({}, files()).namespaces).toBeNull();
    const kept = readConfig({ READ_NAMESPACES: 'shop, bank,shop' }, files());
    expect(kept.namespaces).toEqual(['shop', 'bank']);
  });

  it('takes an empty value for one that is not set', () => {
    expect(readConfig({ PROMETHEUS_URL: '', AUTH: '' }, files())).toMatchObject({
      prometheus: null,
      auth: 'kubeconfig',
    });
  });

  it('keeps the path of an upstream without its trailing slash', () => {
    const config = readConfig({ TRACING_URL: 'http://jaeger:16686/jaeger/' }, files());
    expect(config.tracing).toEqual({ url: 'http://jaeger:16686/jaeger', kind: 'auto' });
  });

  it('asks for tokens in a cluster, where the service account is', () => {
    const inCluster = files({
      '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt': { text: 'x' },
      '/key': { text: GOOD_KEY },
    });
    const env = { KUBERNETES_SERVICE_HOST: '10.0.0.1', SESSION_KEY_FILE: '/key', HOST: '0.0.0.0' };
    expect(readConfig(env, inCluster)).toMatchObject({ auth: 'token', kubernetes: {} });
  });

  it.each([
    ['file:///etc/passwd', 'must be http or https'],
    ['javascript:alert(1)', 'must be http or https'],
    ['prometheus:9090', 'must be http or https'],
    ['not a url', 'is not a URL'],
    ['http://me:secret@prometheus', 'must not hold a user or password'],
    ['http://prometheus/?x=1', 'must not have a query'],
  ])('refuses %s as an upstream and names the setting', (url, why) => {
    const message = refusal({ PROMETHEUS_URL: url });
    expect(message).toContain('PROMETHEUS_URL: ');
    expect(message).toContain(why);
    expect(message).not.toContain('secret');
  });

  it.each([
    [{ AUTH: 'none' }, 'AUTH: must be'],
    [{ WRITES: 'yes' }, 'WRITES: must be on or off'],
    [
      { STOP_ACCEPT_SECONDS: '7' },
      'STOP_ACCEPT_SECONDS: must be a whole number of seconds from 0 to 6',
    ],
    [{ STOP_ACCEPT_SECONDS: '1.5' }, 'STOP_ACCEPT_SECONDS: must be a whole number'],
    [{ PORT: '0' }, 'PORT: is not a port'],
    [{ PORT: '70000' }, 'PORT: is not a port'],
    [{ TRACING_KIND: 'zipkin' }, 'TRACING_KIND: must be'],
    [{ ALLOWED_HOSTS: 'ok.example,bad host' }, 'ALLOWED_HOSTS: holds "bad host"'],
    [{ ALLOWED_HOSTS: '*' }, 'ALLOWED_HOSTS: holds "*"'],
    [{ READ_NAMESPACES: 'shop,Shop' }, 'READ_NAMESPACES: holds "Shop"'],
    [{ READ_NAMESPACES: '*' }, 'READ_NAMESPACES: holds "*"'],
    [{ READ_NAMESPACES: ' , ' }, 'READ_NAMESPACES: is empty'],
    [{ EMBED_ANCESTORS: '*' }, 'EMBED_ANCESTORS: holds "*"'],
    [{ EMBED_ANCESTORS: 'https://grafana.example/path' }, 'EMBED_ANCESTORS: holds'],
    [{ EMBED_ANCESTORS: 'https://grafana.example' }, 'EMBED_NAMESPACES: is needed'],
    [{ EMBED_NAMESPACES: 'shop' }, 'EMBED_ANCESTORS: is needed'],
    [{ EMBED_PORT: '20003' }, 'EMBED_NAMESPACES: is needed with EMBED_PORT'],
    [{ EMBED_URL: 'http://localhost' }, 'EMBED_NAMESPACES: is needed with EMBED_URL'],
    [{ EMBED_URL: 'https://panels.example' }, 'EMBED_URL: its host must be one of ALLOWED_HOSTS'],
    [{ PUBLIC_URL: 'https://a.example' }, 'PUBLIC_URL: its host must be one of ALLOWED_HOSTS'],
    [{ PUBLIC_URL: 'http://localhost/x' }, 'PUBLIC_URL: is not an origin'],
    [{ PUBLIC_URL: 'javascript:alert(1)' }, 'PUBLIC_URL: is not an origin'],
    [{ EMBED_LINK_HOURS: '8' }, 'EMBED_ANCESTORS: is needed with EMBED_LINK_HOURS'],
    [{ EMBED_LINK_HOURS: '8' }, 'SESSION_KEY_FILE: is needed with EMBED_LINK_HOURS'],
    [{ EMBED_LINK_HOURS: '0' }, 'EMBED_LINK_HOURS: must be a whole number of hours from 1 to 720'],
    [{ EMBED_LINK_HOURS: '721' }, 'EMBED_LINK_HOURS: must be a whole number of hours'],
    [{ EMBED_LINK_HOURS: '8', AUTH: 'anonymous' }, 'EMBED_LINK_HOURS: must not be set'],
    [{ EMBED_PORT: '20002' }, 'EMBED_PORT: must not be PORT'],
    [{ EMBED_PORT: '0' }, 'EMBED_PORT: is not a port'],
    [{ AUTH: 'kubeconfig', HOST: '0.0.0.0' }, 'HOST: must be a loopback address'],
    [{ AUTH: 'anonymous', WRITES: 'on' }, 'WRITES: must be off with AUTH=anonymous'],
    [{ AUTH: 'header' }, 'KUBECONFIG: is needed with AUTH=header'],
    [{ AUTH: 'token' }, 'SESSION_KEY_FILE: is needed with AUTH=token'],
    [{ KUBECONFIG: '/missing' }, 'KUBECONFIG: the file cannot be read'],
    [{ PROMETHEUS_TOKEN_FILE: '/missing' }, 'PROMETHEUS_TOKEN_FILE: the file cannot be read'],
    [{ PROMETHEUS_URI: 'http://x' }, 'did you mean PROMETHEUS_URL?'],
    [{ ALOWED_HOSTS: 'x' }, 'did you mean ALLOWED_HOSTS?'],
    [{ WRITE: 'on' }, 'did you mean WRITES?'],
    [{ ALIDADE_WRITES: 'on' }, 'ALIDADE_WRITES: is not a setting'],
    [{ NEXT_PUBLIC_TOKEN: 'hunter2' }, 'NEXT_PUBLIC_TOKEN: would be published'],
  ])('refuses %o', (env, message) => {
    expect(refusal(env)).toContain(message);
  });

  it('names everything that is wrong at once', () => {
    const message = refusal({ AUTH: 'none', WRITES: 'yes', PROMETHEUS_URI: 'x' });
    expect(message.split('\n')).toHaveLength(3);
  });

  it('lets pass what Kubernetes itself sets for a Service of our name', () => {
    const env = { ALIDADE_SERVICE_HOST: '10.0.0.2', ALIDADE_PORT: 'tcp://10.0.0.2:80' };
    expect(refusal(env)).toBe('it started');
  });

  it.each([
    ['', 'is empty'],
    ['tiny', 'is shorter than 32 bytes'],
    ['kiali', 'is shorter than 32 bytes'],
    ['a'.repeat(64), 'is weak'],
    ['0123456789abcdef'.repeat(4), 'is weak'],
    ['abc123XYZ!?_'.repeat(4), 'is weak'],
    ['please-change-me-in-production-Zk81', 'is weak'],
    [`${GOOD_KEY}\nshort`, 'key 2 is shorter than 32 bytes'],
  ])('refuses the session key %j', (text, why) => {
    const message = refusal(
      { AUTH: 'token', SESSION_KEY_FILE: '/key', KUBECONFIG: '/kube' },
      files({ '/key': { text }, '/kube': { text: 'x' } }),
    );
    expect(message).toContain('SESSION_KEY_FILE: ');
    expect(message).toContain(why);
    if (text !== '') expect(message).not.toContain(text);
  });

  it('takes several keys, the first of which seals', () => {
    const other = 'Y7pLq2Xv9nBt4RkWz6HsJc1MfGd8Ua3Ei5Zo0Qx-_rT=';
    const { sessionKeys } = readConfig(
      { AUTH: 'token', SESSION_KEY_FILE: '/key', KUBECONFIG: '/kube' },
      files({ '/key': { text: `${GOOD_KEY}\n\n${other}\n` }, '/kube': { text: 'x' } }),
    );
    expect(sessionKeys().map(({ bytes }) => bytes.length)).toEqual([32, 32]);
    expect(new Set(sessionKeys().map(({ id }) => id)).size).toBe(2);
  });

  it('takes 32 random bytes that are not text as one key', () => {
    const text = String.fromCharCode(...Array.from({ length: 32 }, (_, i) => (i * 37 + 131) % 256));
    const { sessionKeys } = readConfig(
      { AUTH: 'token', SESSION_KEY_FILE: '/key', KUBECONFIG: '/kube' },
      files({ '/key': { text }, '/kube': { text: 'x' } }),
    );
    expect(sessionKeys()).toHaveLength(1);
  });

  it('warns of a secret that every user of the machine can read', () => {
    const { warnings } = readConfig(
      { AUTH: 'token', SESSION_KEY_FILE: '/key', KUBECONFIG: '/kube' },
      files({ '/key': { text: GOOD_KEY, mode: 0o644 }, '/kube': { text: 'x' } }),
    );
    expect(warnings).toEqual([
      'SESSION_KEY_FILE: the file can be read by every user of this machine',
    ]);
  });

  it('refuses an authority file that holds no certificate', () => {
    const given = files({ '/ca': { text: 'hello' } });
    expect(refusal({ PROMETHEUS_CA_FILE: '/ca' }, given)).toContain('holds no PEM certificate');
  });
});
