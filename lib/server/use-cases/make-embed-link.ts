import 'server-only';
import { randomUUID } from 'node:crypto';
import {
  MAX_LINK_NAMESPACES,
  type EmbedLinkAsked,
  type EmbedLinkMade,
  type PanelSubject,
} from '@/lib/contract/embed-link';
import { parseNodeId } from '@/lib/domain/model';
import { sealLink, subjectText, type LinkContent } from '@/lib/server/access/embed-link';
import type { Identity } from '@/lib/server/access/identity';
import { kindMark } from '@/lib/server/access/kind-marks';
import { mayRead, scopeOf, type Scope } from '@/lib/server/access/scope';
import { whoIs } from '@/lib/server/access/who-is';
import { loadObjects } from '@/lib/server/objects/load-objects';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';

const HOUR_MS = 3_600_000;

/**
 * Makes a link that opens one panel for whoever has it, until it is over. It gives away no more than its maker may
 * read: the namespaces are held against the maker's rights, and so are the kinds of objects. It holds nothing of the
 * maker's own: the panel reads with the identity of the console.
 *
 * @throws ProblemError `not-configured` where there are no links; `invalid-request`; `forbidden` for namespaces that
 *   the maker may not read; as the Kubernetes API fails.
 */
export async function makeEmbedLink(
  rt: Runtime,
  identity: Identity,
  asked: EmbedLinkAsked,
  signal: AbortSignal,
): Promise<EmbedLinkMade> {
  checkHours(rt, asked.hours);
  const scope = await scopeFor(rt, identity, signal);
  const namespaces = namespacesFor(asked, scope);
  const content: LinkContent = {
    panel: asked.panel,
    subject: subjectText(subjectOf(asked)),
    namespaces,
    kinds: await kindsFor(rt, identity, namespaces, scope, signal),
    id: randomUUID(),
  };
  const expiresAt = Math.floor((rt.now() + asked.hours * HOUR_MS) / 1000) * 1000;
  const link = await sealLink(content, expiresAt, rt.config);
  await audit(rt, identity, content, expiresAt, signal);
  return { link, expiresAt, namespaces: [...namespaces] };
}

function checkHours({ config }: Runtime, hours: number): void {
  const { embedLinkHours } = config;
  if (embedLinkHours === null) {
    const detail = 'Signed links are switched off here. See EMBED_LINK_HOURS.';
    throw new ProblemError('not-configured', { detail });
  }
  if (hours <= embedLinkHours) return;
  const detail = `A signed link may last ${embedLinkHours} hours at most.`;
  throw new ProblemError('invalid-request', { detail });
}

function subjectOf(asked: EmbedLinkAsked): PanelSubject {
  switch (asked.panel) {
    case 'graph':
    case 'splits':
      return {};
    case 'signals':
      return { node: asked.node };
    case 'trace':
      return { trace: asked.trace };
    case 'traces':
      return { node: asked.node, edge: asked.edge, service: asked.service };
  }
}

/** The namespaces of a link: those asked for and that of its node, or all that the maker may read. */
function namespacesFor(asked: EmbedLinkAsked, scope: Scope): readonly string[] {
  const ofNode = parseNodeId(subjectOf(asked).node ?? '')?.namespace;
  const wanted = [...asked.namespaces, ...(ofNode === undefined ? [] : [ofNode])];
  const names = wanted.length > 0 ? wanted : scope.namespaces;
  const denied = names.filter((name) => !mayRead(scope, name));
  if (denied.length > 0) {
    throw new ProblemError('forbidden', { detail: `You may not read ${denied.join(', ')}.` });
  }
  const namespaces = [...new Set(names)].toSorted();
  if (namespaces.length >= 1 && namespaces.length <= MAX_LINK_NAMESPACES) return namespaces;
  const detail = `A signed link is for 1 to ${MAX_LINK_NAMESPACES} namespaces. Choose some first.`;
  throw new ProblemError('invalid-request', { detail });
}

/**
 * The marks of the kinds of objects that the maker may list in these namespaces. The console's own identity may read more of
 * them than its maker.
 */
async function kindsFor(
  rt: Runtime,
  identity: Identity,
  namespaces: readonly string[],
  scope: Scope,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const within = scope.all ? scope : scopeOf(namespaces);
  const { source, readable } = await loadObjects(rt, identity, within, signal);
  if (source.state === 'off' || source.state === 'ok') return readable.map(kindMark).toSorted();
  const detail = `What you may read cannot be found out now. ${source.reason ?? ''}`.trim();
  throw new ProblemError('upstream-unavailable', { detail });
}

async function audit(
  rt: Runtime,
  identity: Identity,
  { id, panel, subject, namespaces }: LinkContent,
  expiresAt: number,
  signal: AbortSignal,
): Promise<void> {
  const { name } = await whoIs(rt, identity, signal);
  const about = { audit: 'embed-link', who: name, mode: identity.mode, link: id };
  const expires = new Date(expiresAt).toISOString();
  rt.log.info({ ...about, panel, subject, namespaces, expires }, 'made a signed link to a panel');
}
