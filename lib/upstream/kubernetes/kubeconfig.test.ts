import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readKubeconfig, readServiceAccount } from '@/lib/upstream/kubernetes/kubeconfig';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'alidade-kubeconfig-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : stringify(content));
  return path;
}

function kubeconfig(user: object, cluster: object = {}) {
  return {
    'current-context': 'here',
    clusters: [{ name: 'c', cluster: { server: 'https://host:6443', ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u' } }],
  };
}

const read = (content: unknown, context?: string) =>
  readKubeconfig(write('config', content), context, { PATH: '/usr/bin:/bin' });

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a kubeconfig', () => {
  it('gives the cluster of its current context', async () => {
    const access = read(
      kubeconfig({ token: 't0k' }, { 'certificate-authority-data': base64('PEM') }),
    );
    expect([access.name, access.baseUrl.href, access.tls.ca]).toEqual([
      'c',
      'https://host:6443/',
      'PEM',
    ]);
    expect(await access.credentials.headers(false)).toEqual({ authorization: 'Bearer t0k' });
  });

  it('reads files beside itself', async () => {
    mkdirSync(join(folder, 'keys'));
    for (const name of ['ca', 'cert', 'key', 'token'])
      write(`keys/${name}`, `the ${name}`.replace(' ', '-'));
    const { tls, credentials } = read(
      kubeconfig(
        { 'client-certificate': 'keys/cert', 'client-key': 'keys/key', tokenFile: 'keys/token' },
        { 'certificate-authority': 'keys/ca', 'tls-server-name': 'inner' },
      ),
    );
    expect(tls).toMatchObject({
      ca: 'the-ca',
      cert: 'the-cert',
      key: 'the-key',
      servername: 'inner',
    });
    expect(await credentials.headers(false)).toEqual({ authorization: 'Bearer the-token' });
  });

  it('may be spread over several files, of which the first that has an entry counts', async () => {
    const one = write('one', { 'current-context': 'here', contexts: kubeconfig({}).contexts });
    const two = write('two', { ...kubeconfig({ token: 'two' }), contexts: [] });
    const three = write('three', kubeconfig({ token: 'three' }));
    const access = readKubeconfig([one, two, three].join(delimiter), undefined, {});
    expect(await access.credentials.headers(false)).toEqual({ authorization: 'Bearer two' });
  });

  it('with a name and a password signs in with them', async () => {
    const { credentials } = read(kubeconfig({ username: 'a', password: 'b' }));
    expect(await credentials.headers(false)).toEqual({ authorization: `Basic ${base64('a:b')}` });
  });

  it('checks the certificate unless it says not to', () => {
    expect(read(kubeconfig({})).tls.rejectUnauthorized).toBeUndefined();
    const lax = read(kubeconfig({}, { 'insecure-skip-tls-verify': true }));
    expect(lax.tls.rejectUnauthorized).toBe(false);
  });

  it.each([
    ['is not there', null, /cannot read/],
    ['is no YAML', '{', /not YAML/],
    ['is no kubeconfig', ['a'], /is not one/],
    ['has no current context', { ...kubeconfig({}), 'current-context': '' }, /no current context/],
    [
      'names a context that is not there',
      { ...kubeconfig({}), 'current-context': 'x' },
      /no context called "x"/,
    ],
    ['names a user that is not there', { ...kubeconfig({}), users: [] }, /no user called "u"/],
    ['names no server', kubeconfig({}, { server: 'host' }), /not a URL/],
    ['goes over a proxy', kubeconfig({}, { 'proxy-url': 'http://p' }), /proxy-url/],
    ['uses a provider of old', kubeconfig({ 'auth-provider': { name: 'gcp' } }), /auth-provider/],
    ['impersonates', kubeconfig({ as: 'root' }), /impersonates/],
    ['names a missing token file', kubeconfig({ tokenFile: 'no' }), /cannot read/],
  ])('that %s is refused', (_, content, message) => {
    const path = content === null ? join(folder, 'none') : write('config', content);
    expect(() => readKubeconfig(path, undefined, {})).toThrow(message);
    expect(() => readKubeconfig(path, undefined, {})).toThrow(TypeError);
  });
});

describe('a credential plugin', () => {
  function plugin(script: string) {
    const path = write('plugin', `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: './plugin',
      args: ['a'],
      env: [{ name: 'SECRET', value: 's' }],
    };
    return read(kubeconfig({ exec })).credentials;
  }
  const answer = (status: object) => `echo '${JSON.stringify({ kind: 'ExecCredential', status })}'`;

  it('is run once while its token lasts, and again after a refusal', async () => {
    const credentials = plugin(`echo run >> ${folder}/runs; ${answer({ token: 'tk' })}`);
    await Promise.all([credentials.headers(false), credentials.headers(false)]);
    expect(await credentials.headers(false)).toEqual({ authorization: 'Bearer tk' });
    await credentials.headers(true);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(`${folder}/runs`, 'utf8')).toBe('run\nrun\n');
  });

  it('is run again when its token has expired', async () => {
    const past = answer({ token: 'tk', expirationTimestamp: '2020-01-01T00:00:00Z' });
    const credentials = plugin(`echo run >> ${folder}/runs; ${past}`);
    await credentials.headers(false);
    await credentials.headers(false);
    const { readFileSync } = await import('node:fs');
    expect(readFileSync(`${folder}/runs`, 'utf8')).toBe('run\nrun\n');
  });

  it('gets its arguments and its environment', async () => {
    const credentials = plugin(
      `[ "$1$SECRET" = as ] && echo "$KUBERNETES_EXEC_INFO" | grep -q '"interactive":false' && ${answer({ token: 'tk' })}`,
    );
    expect(await credentials.headers(false)).toEqual({ authorization: 'Bearer tk' });
  });

  it.each([
    ['fails', 'exit 3'],
    [
      'gives a certificate only',
      `echo '{"kind":"ExecCredential","status":{"clientCertificateData":"x"}}'`,
    ],
    ['gives a token that would break the header', answer({ token: 'a b' })],
  ])('that %s leaves us unauthenticated', async (_, script) => {
    await expect(plugin(script).headers(false)).rejects.toMatchObject({
      failure: 'unauthenticated',
    });
  });

  it('that speaks no JSON is malformed', async () => {
    await expect(plugin('echo hello').headers(false)).rejects.toMatchObject({
      failure: 'malformed',
    });
  });
});

describe('a service account', () => {
  it('is read from its folder', async () => {
    write('ca.crt', 'PEM');
    write('token', 'sa-token\n');
    const access = readServiceAccount(folder);
    expect(access.baseUrl.href).toBe('https://kubernetes.default.svc/');
    expect(await access.credentials.headers(false)).toEqual({ authorization: 'Bearer sa-token' });
  });

  it('may hold no token, in a pod that only passes on those of people', async () => {
    write('ca.crt', 'PEM');
    expect(await readServiceAccount(folder).credentials.headers(false)).toEqual({});
  });

  it('that is not there is told', () => {
    expect(() => readServiceAccount(folder)).toThrow(TypeError);
  });
});
