import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';
import { makeCertificates } from '../../lib/testing/certificates';

export const CLIENT_ID = 'alidade';
export const CLIENT_SECRET = 'a-secret-of-the-tests';

/** Groups by the name that somebody signs in with. Any password will do. */
const PEOPLE: Readonly<Record<string, readonly string[]>> = {
  ada: ['platform'],
  sam: ['shop-team'],
  eve: ['strangers'],
};

/** A real OpenID provider over https, with an authority of its own. */
export interface Issuer {
  readonly url: string;
  readonly caFile: string;
  /** Seconds that ID tokens last. May be set. */
  idTokenSeconds: number;
  /** May be set. */
  givesRefreshTokens: boolean;
  close(): Promise<void>;
}

export interface IssuerOptions {
  /** A folder that is there, for the certificates. */
  readonly folder: string;
  readonly port: number;
  /** Addresses of the consoles that may send people here. */
  readonly consoles: readonly string[];
}

/** Starts it, with login forms that take anybody who is known, and refresh tokens that serve once. */
export async function startIssuer({ folder, port, consoles }: IssuerOptions): Promise<Issuer> {
  const { caFile, key, cert } = makeCertificates(folder);
  const url = `https://127.0.0.1:${port}`;
  const issuer = {
    url,
    caFile,
    idTokenSeconds: 3600,
    givesRefreshTokens: true,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  } satisfies Issuer;
  const provider = new Provider(url, await configurationOf(issuer, consoles));
  const answer = provider.callback();
  const server = createServer({ key, cert }, (request, response) => void answer(request, response));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return issuer;
}

async function configurationOf(
  issuer: Pick<Issuer, 'idTokenSeconds' | 'givesRefreshTokens'>,
  consoles: readonly string[],
): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomUUID()] },
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: consoles.map((console) => `${console}/api/v1/session/callback`),
        post_logout_redirect_uris: consoles.map((console) => `${console}/sign-in`),
      },
    ],
    // As the Kubernetes API needs them: in the ID token itself.
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'groups', 'preferred_username'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, groups: [...(PEOPLE[id] ?? [])] }),
    }),
    features: { revocation: { enabled: true } },
    issueRefreshToken: () => issuer.givesRefreshTokens,
    rotateRefreshToken: () => true,
    ttl: {
      IdToken: () => issuer.idTokenSeconds,
      AccessToken: 600,
      AuthorizationCode: 60,
      Grant: 86_400,
      Interaction: 600,
      RefreshToken: 86_400,
      Session: 86_400,
    },
    async loadExistingGrant({ oidc }) {
      const { client, provider, session } = oidc;
      const grant = new provider.Grant({
        clientId: client?.clientId,
        accountId: session?.accountId,
      });
      grant.addOIDCScope('openid profile email groups offline_access');
      await grant.save();
      return grant;
    },
  };
}
