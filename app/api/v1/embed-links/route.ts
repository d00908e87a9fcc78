import { embedLinkSchema } from '@/lib/contract/embed-link';
import { methodsOf, NO_QUERY, withGuards } from '@/lib/server/guard/guard';
import { makeEmbedLink } from '@/lib/server/use-cases/make-embed-link';

const ROUTE = '/api/v1/embed-links';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  POST: withGuards({ route: ROUTE, query: NO_QUERY }, async (call) =>
    makeEmbedLink(call.runtime, call.identity, await call.readBody(embedLinkSchema), call.signal),
  ),
});
