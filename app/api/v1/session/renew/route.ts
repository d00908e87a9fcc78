import { methodsOf, NO_QUERY, withOpenGuards } from '@/lib/server/guard/guard';
import { withCookies } from '@/lib/server/guard/with-cookies';
import { renewSession } from '@/lib/server/use-cases/renew-session';

const ROUTE = '/api/v1/session/renew';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  POST: withOpenGuards({ route: ROUTE, query: NO_QUERY }, async ({ runtime, request }) => {
    const { answer, cookies } = await renewSession(runtime, request);
    return withCookies(Response.json(answer), cookies);
  }),
});
