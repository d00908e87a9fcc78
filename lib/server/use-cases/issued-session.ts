import 'server-only';
import type { SignInFailure } from '@/lib/contract/session';
import { personOfClaims } from '@/lib/server/access/claims';
import type { IssuedToken, SessionContent } from '@/lib/server/access/session';
import { MAX_SESSION_MS } from '@/lib/server/access/session-length';
import type { OidcConfig, MappedRights } from '@/lib/server/config/config';
import { namespacesFor } from '@/lib/server/config/groups-map';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import type { Person } from '@/lib/upstream/kubernetes/types';
import type { OidcClient, Tokens } from '@/lib/upstream/oidc/client';

/** A sign-in that did not succeed, and what to tell the person. */
export class SignInError extends Error {
  override readonly name = 'SignInError';
  readonly failure: SignInFailure;

  constructor(failure: SignInFailure, detail: string) {
    super(detail);
    this.failure = failure;
  }
}

/** How a runtime with AUTH=oidc signs people in. */
export interface IssuerParts {
  readonly oidc: OidcConfig;
  readonly issuer: OidcClient;
}

/** @throws ProblemError `not-configured` unless AUTH=oidc. */
export function issuerParts({ config: { oidc }, issuer }: Runtime): IssuerParts {
  if (oidc !== null && issuer !== null) return { oidc, issuer };
  throw new ProblemError('not-configured', { detail: 'This way of signing in needs AUTH=oidc.' });
}

/**
 * Makes a session of what the issuer gave.
 *
 * It lasts a working day when it can be renewed, else as long as the ID token. Where the API server decides, it is
 * asked whose the token is: a token that it does not take is of no use.
 *
 * @throws SignInError `no-groups`, `unverified`; UpstreamError of the Kubernetes API.
 */
export async function newSession(
  rt: Runtime,
  oidc: OidcConfig,
  tokens: Tokens,
  signal: AbortSignal,
): Promise<SessionContent> {
  const person = await personOf(rt, oidc, tokens, signal);
  const issued = issuedOf(oidc, tokens, tokens.refreshToken, rt.now());
  const end = issued.refreshToken === null ? issued.tokenExpiresAt : Infinity;
  // Whole seconds, as tokens and cookies have them.
  const expiresAt = Math.floor(Math.min(end, rt.now() + MAX_SESSION_MS) / 1000) * 1000;
  return { ...person, issued, expiresAt, token: tokenOf(oidc, tokens) };
}

/**
 * Puts renewed tokens into a session. Its end stays where it was. Who the API server says that the person is, is
 * kept as it was too: it decides by the token anyway, and an outage of it must not cost the session.
 *
 * @throws SignInError `unverified` when the new token names nobody.
 */
export function renewedSession(
  { now }: Runtime,
  oidc: OidcConfig,
  old: SessionContent,
  tokens: Tokens,
): SessionContent {
  const { name, groups } = oidc.rights.from === 'groups' ? memberOf(oidc.rights, tokens) : old;
  const refreshToken = tokens.refreshToken ?? old.issued?.refreshToken ?? null;
  const issued = issuedOf(oidc, tokens, refreshToken, now());
  return { name, groups, issued, expiresAt: old.expiresAt, token: tokenOf(oidc, tokens) };
}

/** Only where it is sent anywhere: what is not kept cannot leak. */
function tokenOf({ rights }: OidcConfig, { idToken }: Tokens): string | null {
  return rights.from === 'api-server' ? idToken : null;
}

/** A renewal this long before the end of a token, or a third of its life when it is short. */
const MARGIN_MS = 60_000;

function issuedOf(
  { issuer }: OidcConfig,
  { claims }: Tokens,
  refreshToken: string | null,
  nowMs: number,
): IssuedToken {
  const tokenExpiresAt = claims.exp * 1000;
  const margin = Math.min(MARGIN_MS, Math.max(0, tokenExpiresAt - nowMs) / 3);
  const renewAt = Math.floor(tokenExpiresAt - margin);
  return { issuer, subject: claims.sub, tokenExpiresAt, renewAt, refreshToken };
}

async function personOf(
  { kubernetes }: Runtime,
  { rights }: OidcConfig,
  tokens: Tokens,
  signal: AbortSignal,
): Promise<Person> {
  if (rights.from === 'groups') {
    const member = memberOf(rights, tokens);
    const given = namespacesFor(rights.namespaces(), member.groups);
    if (given.length > 0) return member;
    throw new SignInError('no-groups', `no group of ${member.name} is mapped`);
  }
  if (kubernetes === null) throw new ProblemError('not-configured', { detail: 'Set KUBECONFIG.' });
  return kubernetes.withToken(tokens.idToken).whoAmI(signal);
}

function memberOf(rights: MappedRights, { claims }: Tokens): Person {
  const person = personOfClaims(claims, rights);
  if (person !== null) return person;
  throw new SignInError('unverified', 'the ID token has no name in the configured claim');
}
