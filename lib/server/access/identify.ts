import 'server-only';
import { createHash } from 'node:crypto';
import type { Identity } from '@/lib/server/access/identity';
import { boundedReader } from '@/lib/server/access/bounded-reader';
import { sessionOf, tokenIsOver } from '@/lib/server/access/session-of';
import type { Config, MappedRights } from '@/lib/server/config/config';
import { namespacesFor } from '@/lib/server/config/groups-map';
import { ProblemError } from '@/lib/server/problem';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';

interface IdentifyOptions {
  readonly config: Config;
  readonly kubernetes: KubernetesClient | null;
  readonly now: () => number;
}

/**
 * Says who sent a request, from the request alone: the API server is not asked. A forged or revoked
 * token is found out by the first question that is put to it with that token.
 *
 * @returns Null when nobody is signed in.
 * @throws ProblemError `unauthenticated` and `renewable` when the session only has to be renewed.
 */
export async function identify(
  request: Request,
  options: IdentifyOptions,
): Promise<Identity | null> {
  switch (options.config.auth) {
    case 'kubeconfig':
      return operator(options);
    case 'anonymous':
      return { ...operator(options), writer: null };
    case 'header':
      return fromHeader(request, options);
    case 'token':
    case 'oidc':
      return fromCookie(request, options);
  }
}

/** Whether `identify` would know somebody. For pages, which need no more than that. */
export async function isSignedIn(
  request: Request,
  options: Pick<IdentifyOptions, 'config' | 'now'>,
): Promise<boolean> {
  const { auth } = options.config;
  if (auth === 'header') return bearerOf(request) !== null;
  if (auth !== 'token' && auth !== 'oidc') return true;
  const session = await sessionOf(request, options);
  if (session === null) return false;
  return !tokenIsOver(session, options.now()) || session.issued?.refreshToken != null;
}

/** Of somebody whose session tells nothing, or who has none. */
const NOTHING_KNOWN = {
  name: null,
  groups: [],
  expiresAt: null,
  renewAt: null,
  onlyNamespaces: null,
} as const;

/** Whoever started the console: the kubeconfig, or the service account. */
function operator({ config, kubernetes }: IdentifyOptions): Identity {
  return {
    mode: config.auth,
    key: config.auth,
    shared: true,
    ...NOTHING_KNOWN,
    reader: kubernetes,
    writer: config.writes ? kubernetes : null,
  };
}

/** RFC 6750; what a Kubernetes token can be made of. */
const BEARER = /^Bearer ([A-Za-z0-9._~+/=-]{1,16384})$/i;

function bearerOf(request: Request): string | null {
  return BEARER.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
}

function fromHeader(request: Request, options: IdentifyOptions): Identity | null {
  const token = bearerOf(request);
  return token === null ? null : personOf(token, options);
}

async function fromCookie(request: Request, options: IdentifyOptions): Promise<Identity | null> {
  const session = await sessionOf(request, options);
  if (session === null) return null;
  if (tokenIsOver(session, options.now())) {
    if (session.issued?.refreshToken == null) return null;
    const detail = 'The session has to be renewed first.';
    throw new ProblemError('unauthenticated', { detail, renewable: true });
  }
  const { name, groups, expiresAt, issued, token } = session;
  const renewAt = issued?.refreshToken == null ? null : issued.renewAt;
  const known = { name, groups, expiresAt, renewAt };
  const { oidc } = options.config;
  if (oidc?.rights.from === 'groups')
    return { ...memberOf(groups, oidc.rights, options), ...known };
  return token === null ? null : { ...personOf(token, options), ...known };
}

/**
 * Whoever looks at a panel that is embedded: our own identity, kept to the namespaces of the panels, with nothing to
 * write with. Nothing of the request is looked at, so that a cookie or a token changes nothing.
 *
 * @returns Null when nothing is embedded.
 */
export function embedIdentity(
  options: Pick<IdentifyOptions, 'config' | 'kubernetes'>,
): Identity | null {
  const { embedNamespaces } = options.config;
  return embedNamespaces === null ? null : readerOf(embedNamespaces, options);
}

/** Somebody who reads with our own identity, as far as their groups reach, and writes nothing. */
function memberOf(
  groups: readonly string[],
  { namespaces }: MappedRights,
  options: IdentifyOptions,
): Identity {
  return readerOf(namespacesFor(namespaces(), groups), options);
}

/**
 * Our own identity, kept to some namespaces and with nothing to write with.
 *
 * @param kinds The marks of the only kinds of objects that are listed (`kindMark`); null for all that we may list.
 */
export function readerOf(
  given: readonly string[] | 'all',
  { config, kubernetes }: Pick<IdentifyOptions, 'config' | 'kubernetes'>,
  kinds: readonly string[] | null = null,
): Identity {
  const all = given === 'all';
  const ofKinds = kinds === null ? '' : ` of ${kinds.join(',')}`;
  return {
    mode: config.auth,
    // Equal rights, equal answers: whoever may read the same may share them.
    key: `mapped ${hashOf(all ? 'all' : `only ${given.join(',')}${ofKinds}`)}`,
    shared: false,
    ...NOTHING_KNOWN,
    onlyNamespaces: all ? null : given,
    reader: kubernetes === null || all ? kubernetes : boundedReader(kubernetes, given, kinds),
    writer: null,
  };
}

function personOf(token: string, { config, kubernetes }: IdentifyOptions): Identity {
  const theirs = kubernetes?.withToken(token) ?? null;
  return {
    mode: config.auth,
    key: hashOf(token),
    shared: false,
    ...NOTHING_KNOWN,
    reader: theirs,
    writer: config.writes ? theirs : null,
  };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
