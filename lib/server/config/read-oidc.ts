import 'server-only';
import { z } from 'zod';
import { CALLBACK_PATH } from '@/lib/contract/session';
import type { Checker } from '@/lib/server/config/checker';
import type { OidcConfig } from '@/lib/server/config/config';
import { readGroupsMap, type GroupsMap } from '@/lib/server/config/groups-map';
import { liveFile, stampOf, type Live, type Report } from '@/lib/server/config/live-file';
import { claimName, isLoopbackHost, issuerUrl, scopeList } from '@/lib/server/config/values';

/** The settings of AUTH=oidc. */
export const oidcSettings = {
  OIDC_ISSUER: issuerUrl.optional(),
  OIDC_CLIENT_ID: z.string().max(512, 'is too long').optional(),
  OIDC_CLIENT_SECRET_FILE: z.string().optional(),
  OIDC_SCOPES: scopeList.optional(),
  OIDC_REDIRECT_URL: z.url('is not a URL').optional(),
  OIDC_CA_FILE: z.string().optional(),
  OIDC_KUBERNETES: z.enum(['passthrough', 'mapped'], 'must be passthrough or mapped').optional(),
  OIDC_NAMESPACES_FILE: z.string().optional(),
  OIDC_GROUPS_CLAIM: claimName.optional(),
  OIDC_USERNAME_CLAIM: claimName.optional(),
  OIDC_SIGN_OUT: z.enum(['issuer', 'local'], 'must be issuer or local').optional(),
};
type OidcSettings = z.infer<z.ZodObject<typeof oidcSettings>>;

/** Settings that only say something where we decide what a group may read. */
const MAPPED_ONLY = ['OIDC_NAMESPACES_FILE', 'OIDC_GROUPS_CLAIM', 'OIDC_USERNAME_CLAIM'] as const;

export interface OidcContext {
  readonly checker: Checker;
  readonly allowedHosts: readonly string[];
  readonly writes: boolean;
  readonly report: Report;
}

/** Refuses settings of AUTH=oidc that would have no effect, so that nobody believes they had one. */
export function refuseOidcSettings(given: OidcSettings, checker: Checker): void {
  for (const [name, value] of Object.entries(given)) {
    const isOurs = name.startsWith('OIDC_') && value !== undefined;
    if (isOurs) checker.refuse(name, 'has no effect unless AUTH=oidc');
  }
}

/** Reads the settings of AUTH=oidc; null when one of them is wrong. */
export function readOidc(given: OidcSettings, context: OidcContext): OidcConfig | null {
  const { checker } = context;
  for (const name of ['OIDC_ISSUER', 'OIDC_CLIENT_ID'] as const) {
    if (given[name] === undefined) checker.refuse(name, 'is needed with AUTH=oidc');
  }
  checker.authority('OIDC_CA_FILE', given.OIDC_CA_FILE);
  checkRedirect(given.OIDC_REDIRECT_URL, context);
  const clientSecret = secretOf(given.OIDC_CLIENT_SECRET_FILE, context);
  const rights = rightsOf(given, context);
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = given;
  if (issuer === undefined || clientId === undefined || rights === null) return null;
  return {
    issuer,
    clientId,
    clientSecret,
    scopes: given.OIDC_SCOPES ?? ['openid', 'profile', 'email'],
    redirectUrl: given.OIDC_REDIRECT_URL ?? null,
    caFile: given.OIDC_CA_FILE,
    rights,
    signOutAtIssuer: given.OIDC_SIGN_OUT !== 'local',
  };
}

function checkRedirect(url: string | undefined, { checker, allowedHosts }: OidcContext): void {
  if (url === undefined) return;
  const { protocol, hostname, pathname, search, hash, username } = new URL(url);
  const name = 'OIDC_REDIRECT_URL';
  if (pathname !== CALLBACK_PATH || search !== '' || hash !== '' || username !== '') {
    checker.refuse(name, `must be the console's own address followed by ${CALLBACK_PATH}`);
  }
  if (protocol !== 'https:' && !(protocol === 'http:' && isLoopbackHost(hostname))) {
    checker.refuse(name, 'must be https, or http on a loopback address');
  }
  if (!allowedHosts.includes(hostname)) {
    checker.refuse(name, 'its host must be one of ALLOWED_HOSTS');
  }
}

function secretOf(path: string | undefined, context: OidcContext): Live<string> | null {
  if (path === undefined) return null;
  const name = 'OIDC_CLIENT_SECRET_FILE';
  const { checker, report } = context;
  const stamp = stampOf(checker.files, path);
  const content = checker.secret(name, path);
  const initial = content === null ? null : readSecret(content);
  if (initial === null) return null;
  if (initial.secret === '') checker.refuse(name, EMPTY);
  const live = liveFile({
    ...{ name, path, files: checker.files, initial, stamp, report },
    parse: (again) => (readSecret(again).secret === '' ? EMPTY : readSecret(again)),
  });
  return () => live().secret;
}

const EMPTY = 'holds only space';

function readSecret(content: Uint8Array): { readonly secret: string } {
  return { secret: Buffer.from(content).toString('utf8').trim() };
}

function rightsOf(given: OidcSettings, context: OidcContext): OidcConfig['rights'] | null {
  const { checker, writes } = context;
  if (given.OIDC_KUBERNETES !== 'mapped') {
    for (const name of MAPPED_ONLY) {
      if (given[name] === undefined) continue;
      checker.refuse(name, 'has no effect unless OIDC_KUBERNETES=mapped: the API server decides');
    }
    return { from: 'api-server' };
  }
  if (writes) checker.refuse('WRITES', 'must be off with OIDC_KUBERNETES=mapped');
  const namespaces = groupsMapOf(given.OIDC_NAMESPACES_FILE, context);
  return namespaces === null
    ? null
    : {
        from: 'groups',
        namespaces,
        groupsClaim: given.OIDC_GROUPS_CLAIM ?? 'groups',
        nameClaim: given.OIDC_USERNAME_CLAIM ?? null,
      };
}

function groupsMapOf(path: string | undefined, context: OidcContext): Live<GroupsMap> | null {
  const name = 'OIDC_NAMESPACES_FILE';
  const { checker, report } = context;
  if (path === undefined) {
    checker.refuse(name, 'is needed with OIDC_KUBERNETES=mapped');
    return null;
  }
  const stamp = stampOf(checker.files, path);
  const content = checker.content(name, path);
  const initial = content === null ? null : readGroupsMap(content);
  if (initial === null) return null;
  if (typeof initial === 'string') {
    checker.refuse(name, initial);
    return null;
  }
  const { files } = checker;
  return liveFile({ name, path, files, initial, stamp, report, parse: readGroupsMap });
}
