import { signInStartSchema, type SignInStarted } from '@/lib/contract/session';
import { methodsOf, NO_QUERY, withOpenGuards } from '@/lib/server/guard/guard';
import { withCookies } from '@/lib/server/guard/with-cookies';
import { beginSignIn } from '@/lib/server/use-cases/sign-in-at-issuer';

const ROUTE = '/api/v1/session/start';

// A POST, so that no other site can begin a sign-in here and put its own end to it.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  POST: withOpenGuards({ route: ROUTE, query: NO_QUERY }, async (call) => {
    const { from } = await call.readBody(signInStartSchema);
    const { url, cookies } = await beginSignIn(call.runtime, call.request, from);
    return withCookies(Response.json({ url } satisfies SignInStarted), cookies);
  }),
});
