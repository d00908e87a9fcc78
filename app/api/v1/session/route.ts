import { signInSchema, type SignedOut } from '@/lib/contract/session';
import { methodsOf, NO_QUERY, withOpenGuards } from '@/lib/server/guard/guard';
import { isSecure } from '@/lib/server/access/own-origin';
import { withCookies } from '@/lib/server/guard/with-cookies';
import { signIn, signOut } from '@/lib/server/use-cases/sign-in';

const ROUTE = '/api/v1/session';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  POST: withOpenGuards({ route: ROUTE, query: NO_QUERY }, async (call) => {
    const { token } = await call.readBody(signInSchema);
    const { session, cookies } = await signIn(
      call.runtime,
      token,
      isSecure(call.request),
      call.signal,
    );
    return withCookies(Response.json(session), cookies);
  }),
  DELETE: withOpenGuards({ route: ROUTE, query: NO_QUERY }, async ({ runtime, request }) => {
    const { url, cookies } = await signOut(runtime, request, isSecure(request));
    return withCookies(Response.json({ url } satisfies SignedOut), cookies);
  }),
});
