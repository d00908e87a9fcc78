import { sendJson } from '@/lib/client/writes';
import {
  sessionSchema,
  signedOutSchema,
  signInStartedSchema,
  type Session,
} from '@/lib/contract/session';
import { signInHref } from '@/lib/contract/urls';

/** Signs in with a Kubernetes token (AUTH=token). */
export function signInWithToken(token: string): Promise<Session> {
  return sendJson('POST', '/api/v1/session', { token }, sessionSchema);
}

/** Begins to sign in at the issuer (AUTH=oidc); gives where to send the browser. */
export async function beginSignIn(from: string): Promise<string> {
  return (await sendJson('POST', '/api/v1/session/start', { from }, signInStartedSchema)).url;
}

/** Signs out, and forgets what this tab kept; gives where to send the browser. */
export async function signOut(): Promise<string> {
  const { url } = await sendJson('DELETE', '/api/v1/session', undefined, signedOutSchema);
  forgetWhatTheTabKept();
  return url ?? signInHref();
}

/** Edits that were not applied belong to who made them. The theme stays: it is the browser's. */
function forgetWhatTheTabKept(): void {
  try {
    window.sessionStorage.clear();
  } catch {
    // No storage: nothing was kept.
  }
}
