import 'server-only';
import { createHash } from 'node:crypto';
import type { Identity } from '@/lib/server/access/identity';
import { openSession, type SessionContent } from '@/lib/server/access/session';
import { readSessionCookie } from '@/lib/server/access/session-cookie';
import type { Config } from '@/lib/server/config/config';
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
      return fromCookie(request, options);
  }
}

/** Whether `identify` would know somebody. For pages, which need no more than that. */
export async function isSignedIn(
  request: Request,
  options: Pick<IdentifyOptions, 'config' | 'now'>,
): Promise<boolean> {
  const { auth } = options.config;
  if (auth === 'token') return (await sessionOf(request, options)) !== null;
  return auth === 'header' ? bearerOf(request) !== null : true;
}

/** Whoever started the console: the kubeconfig, or the service account. */
function operator({ config, kubernetes }: IdentifyOptions): Identity {
  return {
    mode: config.auth,
    key: config.auth,
    shared: true,
    name: null,
    groups: [],
    expiresAt: null,
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

async function sessionOf(
  request: Request,
  { config, now }: Pick<IdentifyOptions, 'config' | 'now'>,
): Promise<SessionContent | null> {
  const sealed = readSessionCookie(request.headers.get('cookie'));
  return sealed === null ? null : openSession(sealed, config.sessionKeys, now());
}

async function fromCookie(request: Request, options: IdentifyOptions): Promise<Identity | null> {
  const session = await sessionOf(request, options);
  if (session === null) return null;
  const { name, groups, expiresAt } = session;
  return { ...personOf(session.token, options), name, groups, expiresAt };
}

function personOf(token: string, { config, kubernetes }: IdentifyOptions): Identity {
  const theirs = kubernetes?.withToken(token) ?? null;
  return {
    mode: config.auth,
    key: createHash('sha256').update(token).digest('hex'),
    shared: false,
    name: null,
    groups: [],
    expiresAt: null,
    reader: theirs,
    writer: config.writes ? theirs : null,
  };
}
