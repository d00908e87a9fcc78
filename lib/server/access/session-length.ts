import 'server-only';

/** A working day; a token that ends sooner ends the session. */
export const MAX_SESSION_MS = 8 * 3_600_000;
