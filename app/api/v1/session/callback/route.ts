import { callbackQuerySchema } from '@/lib/contract/session';
import { methodsOf, withOpenGuards } from '@/lib/server/guard/guard';
import { withCookies } from '@/lib/server/guard/with-cookies';
import { finishSignIn } from '@/lib/server/use-cases/sign-in-at-issuer';

const ROUTE = '/api/v1/session/callback';

/** The issuer is asked up to three times, and the API server once. */
const DEADLINE_MS = 25_000;

const options = { route: ROUTE, query: callbackQuerySchema, deadlineMs: DEADLINE_MS };

// The one GET that changes something. What stands in for the guard's checks of writes: the sealed cookie of the
// browser that began, the state in it, and that this is the navigation of a whole page.
export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methodsOf(ROUTE, {
  GET: withOpenGuards(options, async ({ runtime, request, signal }) => {
    const { location, cookies } = await finishSignIn(runtime, request, signal);
    return withCookies(new Response(null, { status: 303, headers: { location } }), cookies);
  }),
});
