import { describe, expect, it } from 'vitest';
import type { ConfigFiles } from '@/lib/server/config/checker';
import { ConfigError, readConfig } from '@/lib/server/config/read-config';

const CA = '-----BEGIN CERTIFICATE-----\n';
const TEXTS: Readonly<Record<string, string>> = {
  '/key': 'q8Vn3ZrY1kT6wPzL0hXcJ5sBfD2uGmEaRi9oQx7Nv4C=',
  '/kube': 'x',
  '/secret': 's3cr3t-canary\n',
  '/blank': ' \n',
  '/ca': CA,
  '/groups': 'platform: all\nshop-team: [shop]\n',
  '/bad-groups': 'platform: everything\n',
};

const FILES: ConfigFiles = {
  read(path) {
    const text = TEXTS[path];
    if (text === undefined) throw new Error('ENOENT');
    return Buffer.from(text);
  },
  exists: (path) => path in TEXTS,
  mode: () => 0o600,
  stamp: () => '1',
};

const GOOD = {
  AUTH: 'oidc',
  KUBECONFIG: '/kube',
  SESSION_KEY_FILE: '/key',
  OIDC_ISSUER: 'https://issuer.example/realms/mesh',
  OIDC_CLIENT_ID: 'alidade',
};
const MAPPED = { ...GOOD, OIDC_KUBERNETES: 'mapped', OIDC_NAMESPACES_FILE: '/groups' };

const read = (env: Record<string, string>) => readConfig(env, FILES);

function refusal(env: Record<string, string>): string {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'it started';
}

describe('AUTH=oidc', () => {
  it('needs an issuer, a client and keys, and passes the ID token on', () => {
    const { auth, oidc, sessionKeys } = read(GOOD);
    expect({ auth, oidc }).toEqual({
      auth: 'oidc',
      oidc: {
        issuer: 'https://issuer.example/realms/mesh',
        clientId: 'alidade',
        clientSecret: null,
        scopes: ['openid', 'profile', 'email'],
        redirectUrl: null,
        caFile: undefined,
        rights: { from: 'api-server' },
        signOutAtIssuer: true,
      },
    });
    expect(sessionKeys()).toHaveLength(1);
  });

  it('takes the rest as it is given', () => {
    const { oidc } = read({
      ...MAPPED,
      OIDC_CLIENT_SECRET_FILE: '/secret',
      OIDC_CA_FILE: '/ca',
      OIDC_SCOPES: 'openid, groups offline_access',
      OIDC_REDIRECT_URL: 'https://mesh.example/api/v1/session/callback',
      ALLOWED_HOSTS: 'mesh.example',
      OIDC_GROUPS_CLAIM: 'roles',
      OIDC_USERNAME_CLAIM: 'email',
      OIDC_SIGN_OUT: 'local',
    });
    expect(oidc?.clientSecret?.()).toBe('s3cr3t-canary');
    expect(oidc).toMatchObject({
      caFile: '/ca',
      scopes: ['openid', 'groups', 'offline_access'],
      redirectUrl: 'https://mesh.example/api/v1/session/callback',
      rights: { from: 'groups', groupsClaim: 'roles', nameClaim: 'email' },
      signOutAtIssuer: false,
    });
    const namespaces = oidc?.rights.from === 'groups' ? oidc.rights.namespaces() : null;
    expect(namespaces?.get('shop-team')).toEqual(['shop']);
  });

  it('keeps the slash at the end of an issuer, which is a part of its name', () => {
    const { oidc } = read({ ...GOOD, OIDC_ISSUER: 'https://tenant.example/' });
    expect(oidc?.issuer).toBe('https://tenant.example/');
  });

  it.each<[Record<string, string>, string]>([
    [{ OIDC_ISSUER: '' }, 'OIDC_ISSUER: is needed'],
    [{ OIDC_CLIENT_ID: '' }, 'OIDC_CLIENT_ID: is needed'],
    [{ SESSION_KEY_FILE: '' }, 'SESSION_KEY_FILE: is needed with AUTH=oidc'],
    [{ KUBECONFIG: '' }, 'KUBECONFIG: is needed with AUTH=oidc'],
    [{ OIDC_ISSUER: 'http://issuer.example' }, 'OIDC_ISSUER: must be https'],
    [{ OIDC_ISSUER: 'http://127.0.0.1:5556/dex' }, 'OIDC_ISSUER: must be https'],
    [{ OIDC_ISSUER: 'https://me:pw@issuer.example' }, 'OIDC_ISSUER: must not hold a user'],
    [{ OIDC_ISSUER: 'https://issuer.example/?x' }, 'OIDC_ISSUER: must not have a query'],
    [{ OIDC_ISSUER: 'issuer' }, 'OIDC_ISSUER: is not a URL'],
    [{ OIDC_CLIENT_SECRET_FILE: '/missing' }, 'OIDC_CLIENT_SECRET_FILE: the file cannot be read'],
    [{ OIDC_CLIENT_SECRET_FILE: '/blank' }, 'OIDC_CLIENT_SECRET_FILE: holds only space'],
    [{ OIDC_CA_FILE: '/groups' }, 'OIDC_CA_FILE: the file holds no PEM certificate'],
    [{ OIDC_SCOPES: 'profile' }, 'OIDC_SCOPES: must hold openid'],
    [{ OIDC_SCOPES: 'openid "x"' }, 'OIDC_SCOPES: holds something that is not a scope'],
    [{ OIDC_KUBERNETES: 'impersonate' }, 'OIDC_KUBERNETES: must be passthrough or mapped'],
    [{ OIDC_SIGN_OUT: 'never' }, 'OIDC_SIGN_OUT: must be issuer or local'],
    [{ OIDC_NAMESPACES_FILE: '/groups' }, 'OIDC_NAMESPACES_FILE: has no effect unless'],
    [{ OIDC_GROUPS_CLAIM: 'roles' }, 'OIDC_GROUPS_CLAIM: has no effect unless'],
    [{ OIDC_USERNAME_CLAIM: 'email' }, 'OIDC_USERNAME_CLAIM: has no effect unless'],
    [{ OIDC_REDIRECT_URL: 'https://mesh.example/' }, 'OIDC_REDIRECT_URL: must be the console'],
    [
      { OIDC_REDIRECT_URL: 'https://mesh.example/api/v1/session/callback' },
      'OIDC_REDIRECT_URL: its host must be one of ALLOWED_HOSTS',
    ],
    [
      {
        OIDC_REDIRECT_URL: 'http://mesh.example/api/v1/session/callback',
        ALLOWED_HOSTS: 'mesh.example',
      },
      'OIDC_REDIRECT_URL: must be https',
    ],
    [{ OIDC_ISSUERS: 'https://x' }, 'did you mean OIDC_ISSUER?'],
    [{ AUTH: 'token' }, 'OIDC_ISSUER: has no effect unless AUTH=oidc'],
    [{ AUTH: 'token' }, 'OIDC_CLIENT_ID: has no effect unless AUTH=oidc'],
  ])('refuses %j', (change, why) => {
    expect(refusal({ ...GOOD, ...change })).toContain(why);
  });

  it.each<[Record<string, string>, string]>([
    [{ WRITES: 'on' }, 'WRITES: must be off with OIDC_KUBERNETES=mapped'],
    [{ OIDC_NAMESPACES_FILE: '' }, 'OIDC_NAMESPACES_FILE: is needed'],
    [{ OIDC_NAMESPACES_FILE: '/missing' }, 'OIDC_NAMESPACES_FILE: the file cannot be read'],
    [{ OIDC_NAMESPACES_FILE: '/bad-groups' }, 'OIDC_NAMESPACES_FILE: must map groups'],
    [{ OIDC_GROUPS_CLAIM: 'a b' }, 'OIDC_GROUPS_CLAIM: is not the name of a claim'],
  ])('refuses mapped groups with %j', (change, why) => {
    expect(refusal({ ...MAPPED, ...change })).toContain(why);
  });

  it('allows writing where the API server decides', () => {
    expect(read({ ...GOOD, WRITES: 'on' }).writes).toBe(true);
  });

  it('takes http for the way back to this machine alone', () => {
    const url = 'http://localhost:20002/api/v1/session/callback';
    expect(read({ ...GOOD, OIDC_REDIRECT_URL: url }).oidc?.redirectUrl).toBe(url);
  });

  it('says no part of a secret', () => {
    const env = { ...GOOD, OIDC_CLIENT_SECRET_FILE: '/secret', OIDC_SCOPES: 'x' };
    expect(refusal(env)).not.toContain('canary');
  });
});
