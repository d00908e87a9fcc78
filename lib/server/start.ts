import 'server-only';
import { ConfigError } from '@/lib/server/config/read-config';
import { runtime } from '@/lib/server/runtime';

/**
 * Starts the server's part of this process, or ends the process when the configuration is wrong, with what is
 * wrong on the error output. A half-configured console would only fail later, and less clearly.
 */
export function startServer(): void {
  try {
    const { config, lifecycle, log } = runtime();
    process.once('SIGTERM', () => lifecycle.drain());
    log.info({ auth: config.auth, writes: config.writes }, 'configuration read');
  } catch (error) {
    const isOurs = error instanceof ConfigError || error instanceof TypeError;
    console.error(isOurs ? `Alidade cannot start:\n${error.message}` : error);
    process.exit(1);
  }
}
