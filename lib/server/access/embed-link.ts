import 'server-only';
import { z } from 'zod';
import { PANELS, type Panel, type PanelSubject } from '@/lib/contract/embed-link';
import { openOrSay, seal, type Unopened } from '@/lib/server/access/sealed';
import type { Config } from '@/lib/server/config/config';

/** What a signed link opens: one panel, of one subject, in some namespaces. */
export interface LinkContent {
  readonly panel: Panel;
  /** As `subjectText` writes it; empty for a panel that is of its namespaces alone. */
  readonly subject: string;
  /** Sorted; never empty. */
  readonly namespaces: readonly string[];
  /** The marks of the kinds of objects that whoever made it could read in all of these. */
  readonly kinds: readonly string[];
  /** Names the link in the log, which does not have the link itself. */
  readonly id: string;
}

const linkSchema = z.object({
  panel: z.enum(PANELS),
  subject: z.string(),
  namespaces: z.array(z.string()).min(1),
  kinds: z.array(z.string()),
  id: z.string(),
  exp: z.number(),
});

const HOUR_MS = 3_600_000;

/** A subject in a form that equal subjects share. */
export function subjectText({ node, edge, service, trace }: PanelSubject): string {
  if (node !== undefined) return `node ${node}`;
  if (edge !== undefined) return `edge ${edge}`;
  if (service !== undefined) return `service ${service}`;
  return trace === undefined ? '' : `trace ${trace.toLowerCase()}`;
}

/** Seals a link. Fails as `seal` does. */
export function sealLink(
  content: LinkContent,
  expiresAt: number,
  { sessionKeys }: Pick<Config, 'sessionKeys'>,
): Promise<string> {
  return seal('embed-link', { ...content }, expiresAt, sessionKeys());
}

/**
 * Opens a link. One that would last longer than links may now is none of ours: the setting was lowered since.
 *
 * @returns Why it does not open, otherwise.
 */
export async function openLink(
  link: string,
  { sessionKeys, embedLinkHours }: Pick<Config, 'sessionKeys' | 'embedLinkHours'>,
  nowMs: number,
): Promise<LinkContent | Unopened> {
  if (embedLinkHours === null) return 'unknown';
  const opened = await openOrSay('embed-link', link, sessionKeys(), nowMs, linkSchema);
  if (typeof opened === 'string') return opened;
  return opened.exp * 1000 - nowMs > embedLinkHours * HOUR_MS ? 'unknown' : opened;
}
