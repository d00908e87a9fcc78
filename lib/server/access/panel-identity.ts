import 'server-only';
import { LINK_HEADER, type Panel, type PanelSubject } from '@/lib/contract/embed-link';
import { openLink, subjectText, type LinkContent } from '@/lib/server/access/embed-link';
import { embedIdentity, readerOf } from '@/lib/server/access/identify';
import type { Identity } from '@/lib/server/access/identity';
import type { Unopened } from '@/lib/server/access/sealed';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';

/** What a request of a panel asks for. */
export interface PanelQuestion {
  readonly panel: Panel;
  /** None: all that the panel may show. */
  readonly namespaces: readonly string[];
  readonly subject: PanelSubject;
}

type Options = Pick<Runtime, 'config' | 'kubernetes' | 'now'>;

const UNOPENED: Readonly<Record<Unopened, string>> = {
  over: 'Its time has passed. Whoever made it can make another in Alidade.',
  unknown:
    'It is not whole, or the key that it was sealed with is no longer in use. Whoever made it can make another in Alidade.',
};

/**
 * With whose rights a panel is answered: what its signed link says, when it has one; else `embedIdentity`. A link that
 * does not hold is refused, never passed over, also where everybody may see something. Nothing else of the request
 * is looked at.
 *
 * @throws ProblemError `embed-link-refused`, or `not-found` when nothing is shown without a link.
 */
export async function panelIdentity(
  request: Request,
  question: PanelQuestion,
  options: Options,
): Promise<Identity> {
  const link = request.headers.get(LINK_HEADER);
  if (link !== null) return identityOfLink(link, question, options);
  const open = embedIdentity(options);
  if (open !== null) return open;
  if (options.config.embedLinkHours === null) throw new ProblemError('not-found');
  throw refused('Panels are shown here with a signed link alone, and this address has none.');
}

async function identityOfLink(
  link: string,
  question: PanelQuestion,
  { config, kubernetes, now }: Options,
): Promise<Identity> {
  if (config.embedLinkHours === null) throw refused('Signed links are switched off here.');
  const content = await openLink(link, config, now());
  if (typeof content === 'string') throw refused(UNOPENED[content]);
  const misuse = misuseOf(content, question);
  if (misuse !== null) throw refused(misuse);
  return readerOf(content.namespaces, { config, kubernetes }, content.kinds);
}

/** What a question asks for that the link does not give; null when it gives all of it. */
function misuseOf(content: LinkContent, { panel, namespaces, subject }: PanelQuestion) {
  if (content.panel !== panel) return `It was made for another view: ${content.panel}.`;
  if (content.subject !== subjectText(subject)) return 'It was made for another service or trace.';
  const beyond = namespaces.find((name) => !content.namespaces.includes(name));
  return beyond === undefined ? null : `It was not made for the namespace ${beyond}.`;
}

function refused(detail: string): ProblemError {
  return new ProblemError('embed-link-refused', { detail });
}
