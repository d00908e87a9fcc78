import { z } from 'zod';

/** Body of `POST /api/v1/session` (AUTH=token). `DELETE` signs out. */
export const signInSchema = z.strictObject({ token: z.string().min(1).max(16_384) });

export const sessionSchema = z.object({
  name: z.string(),
  expiresAt: z.number().nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

/** Where the issuer sends people back to, below the console's own address (AUTH=oidc). */
export const CALLBACK_PATH = '/api/v1/session/callback';

/**
 * The query of `GET /api/v1/session/callback`. Issuers add members of their own (`session_state`, `scope`), so none
 * is refused; what they say is held against what the browser kept.
 */
export const callbackQuerySchema = z.looseObject({
  code: z.string().max(4096).optional(),
  state: z.string().max(512).optional(),
  iss: z.string().max(2048).optional(),
  error: z.string().max(256).optional(),
});

/** Body of `POST /api/v1/session/start` (AUTH=oidc). */
export const signInStartSchema = z.strictObject({
  /** The page (path and query) to come back to. */
  from: z.string().max(8192).optional(),
});

/** Where to send the browser, so that the person signs in there. */
export const signInStartedSchema = z.object({ url: z.string() });
export type SignInStarted = z.infer<typeof signInStartedSchema>;

/** Answer of `POST /api/v1/session/renew` (AUTH=oidc). */
export const renewedSchema = sessionSchema.extend({
  /** Milliseconds from now after which the session is to be renewed again; null when it cannot be. */
  renewInMs: z.number().nullable(),
});
export type Renewed = z.infer<typeof renewedSchema>;

/** Answer of `DELETE /api/v1/session`. */
export const signedOutSchema = z.object({
  /** Where to send the browser to end the session at the issuer too; null when there is nothing to end. */
  url: z.string().nullable(),
});
export type SignedOut = z.infer<typeof signedOutSchema>;

/**
 * Why somebody who comes back from the issuer is not signed in.
 *
 * - `denied`: the issuer or the person said no; `stale`: it was not begun in this browser, or too long ago;
 * - `unverified`: what came back does not hold; `unavailable`: the issuer or the cluster cannot be asked;
 * - `not-accepted`: the Kubernetes API does not take the ID token; `no-groups`: no group may read anything;
 * - `too-long`: the session does not fit into cookies.
 */
export const SIGN_IN_FAILURES = [
  'denied',
  'stale',
  'unverified',
  'unavailable',
  'not-accepted',
  'no-groups',
  'too-long',
] as const;
export type SignInFailure = (typeof SIGN_IN_FAILURES)[number];
