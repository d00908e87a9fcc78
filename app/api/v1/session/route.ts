import { signInSchema } from '@/lib/contract/session';
import { methodsOf, NO_QUERY, withOpenGuards } from '@/lib/server/guard/guard';
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
  DELETE: withOpenGuards({ route: ROUTE, query: NO_QUERY }, ({ runtime, request }) => {
    const cookies = signOut(runtime, isSecure(request));
    return Promise.resolve(withCookies(new Response(null, { status: 204 }), cookies));
  }),
});

/** The page's own origin tells, which the guard has checked; forwarded headers could say anything. */
function isSecure(request: Request): boolean {
  return request.headers.get('origin')?.startsWith('https://') === true;
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}
