import 'server-only';
import { watchOutgoing } from '@/lib/server/bodies/outgoing';
import { ConfigError } from '@/lib/server/config/read-config';
import { isDevelopment } from '@/lib/server/env';
import type { Lifecycle } from '@/lib/server/lifecycle';
import { runtime } from '@/lib/server/runtime';
import { makeHttpStrict } from '@/lib/server/strict-http';

/**
 * Starts the server's part of this process, or ends the process when the configuration is wrong, with what is
 * wrong on the error output. A half-configured console would only fail later, and less clearly.
 */
export function startServer(): void {
  try {
    const { config, lifecycle, log } = runtime();
    watchOutgoing();
    process.once('SIGTERM', () => stop(lifecycle));
    // `next dev` reloads pages over an upgraded connection.
    if (!isDevelopment()) makeHttpStrict();
    log.info({ auth: config.auth, writes: config.writes }, 'configuration read');
  } catch (error) {
    const isOurs = error instanceof ConfigError || error instanceof TypeError;
    console.error(isOurs ? `Alidade cannot start:\n${error.message}` : error);
    process.exit(1);
  }
}

/** Longer than any request may take; shorter than the grace that Kubernetes gives. */
const STOP_WITHIN_MS = 25_000;

/**
 * Next stops taking connections and waits for what is under way, without a limit of its own. New requests on
 * connections that are still open see that this process is not ready any more.
 */
function stop(lifecycle: Lifecycle): void {
  lifecycle.drain();
  setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
}
