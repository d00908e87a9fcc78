import 'server-only';
import type { z } from 'zod';
import type { Checker } from '@/lib/server/config/checker';
import type { AuthMode } from '@/lib/server/config/config';
import { hoursUpTo, namespaceList, originList, originUrl, port } from '@/lib/server/config/values';

/** Thirty days: what lasts longer is no loan but a right, which EMBED_NAMESPACES gives. */
const MOST_LINK_HOURS = 720;

/** The settings of panels, and of the addresses at which they and the console are reached. */
export const embedSettings = {
  EMBED_ANCESTORS: originList.default([]),
  EMBED_NAMESPACES: namespaceList.nullable().default(null),
  EMBED_LINK_HOURS: hoursUpTo(MOST_LINK_HOURS).optional(),
  EMBED_PORT: port.optional(),
  EMBED_URL: originUrl.optional(),
  PUBLIC_URL: originUrl.optional(),
};

type EmbedSettings = z.infer<z.ZodObject<typeof embedSettings>>;

interface Given extends EmbedSettings {
  readonly PORT: number;
  readonly ALLOWED_HOSTS: readonly string[];
}

/** Refuses settings of panels that do not go together. */
export function checkEmbed(given: Given, auth: AuthMode, checker: Checker): void {
  if (given.EMBED_PORT === given.PORT) checker.refuse('EMBED_PORT', 'must not be PORT');
  if (given.EMBED_LINK_HOURS !== undefined && auth === 'anonymous') {
    checker.refuse('EMBED_LINK_HOURS', 'must not be set with AUTH=anonymous: nobody signs in');
  }
  checkHost('PUBLIC_URL', given.PUBLIC_URL, given, checker);
  checkHost('EMBED_URL', given.EMBED_URL, given, checker);
  checkShown(given, checker);
}

/** Panels need both: somebody who may frame them, and something that they show. */
function checkShown(given: Given, checker: Checker): void {
  const { EMBED_ANCESTORS, EMBED_NAMESPACES, EMBED_LINK_HOURS } = given;
  const shows = ['EMBED_NAMESPACES', 'EMBED_LINK_HOURS'] as const;
  const isShown = EMBED_NAMESPACES !== null || EMBED_LINK_HOURS !== undefined;
  const hasAncestors = EMBED_ANCESTORS.length > 0;
  if (isShown && !hasAncestors) {
    const present = shows[EMBED_NAMESPACES === null ? 1 : 0];
    checker.refuse('EMBED_ANCESTORS', `is needed with ${present}: who may frame the panels`);
  }
  const needing = [
    ...(hasAncestors ? ['EMBED_ANCESTORS'] : []),
    ...(given.EMBED_PORT === undefined ? [] : ['EMBED_PORT']),
    ...(given.EMBED_URL === undefined ? [] : ['EMBED_URL']),
  ];
  if (isShown || needing.length === 0) return;
  const what = 'what the panels show, or EMBED_LINK_HOURS for signed links alone';
  checker.refuse('EMBED_NAMESPACES', `is needed with ${needing.join(', ')}: ${what}`);
}

/** An address that is not served would be a dead link. */
function checkHost(
  name: 'PUBLIC_URL' | 'EMBED_URL',
  origin: string | undefined,
  { ALLOWED_HOSTS }: { readonly ALLOWED_HOSTS: readonly string[] },
  checker: Checker,
): void {
  if (origin === undefined || ALLOWED_HOSTS.includes(new URL(origin).hostname)) return;
  checker.refuse(name, 'its host must be one of ALLOWED_HOSTS');
}
