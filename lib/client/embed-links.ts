import { sendJson } from '@/lib/client/writes';
import {
  embedLinkMadeSchema,
  type EmbedLinkAsked,
  type EmbedLinkMade,
} from '@/lib/contract/embed-link';

/** Makes a signed link to one panel. */
export function makeEmbedLink(asked: EmbedLinkAsked): Promise<EmbedLinkMade> {
  return sendJson('POST', '/api/v1/embed-links', asked, embedLinkMadeSchema);
}
