import 'server-only';
import { watchOutgoing } from '@/lib/server/bodies/outgoing';
import { ConfigError } from '@/lib/server/config/read-config';
import { listenForPanels } from '@/lib/server/embed-listener';
import { isDevelopment } from '@/lib/server/env';
import { createGracefulStop, type GracefulStop } from '@/lib/server/graceful-stop';
import { keepHeapSmall } from '@/lib/server/heap';
import { runtime, type Runtime } from '@/lib/server/runtime';
import { makeHttpStrict } from '@/lib/server/strict-http';

/**
 * Starts the server's part of this process, or ends the process when the configuration is wrong, with what is
 * wrong on the error output. A half-configured console would only fail later, and less clearly.
 */
export async function startServer(): Promise<void> {
  try {
    const rt = runtime();
    const { config, log } = rt;
    keepHeapSmall();
    watchOutgoing();
    if (!isDevelopment()) {
      // `next dev` reloads pages over an upgraded connection, and stops by itself.
      makeHttpStrict();
      stopOnSignals(rt);
      await servePanelsApart(rt);
    }
    log.info({ event: 'started', auth: config.auth, writes: config.writes }, 'configuration read');
  } catch (error) {
    const isOurs = error instanceof ConfigError || error instanceof TypeError || isOfPort(error);
    console.error(isOurs ? `Alidade cannot start:\n${error.message}` : error);
    process.exit(1);
  }
}

async function servePanelsApart({ config, log }: Runtime): Promise<void> {
  const { host, port, embedPort } = config.listen;
  if (embedPort === null) return;
  await listenForPanels({ host, port }, { host, port: embedPort });
  log.info({ event: 'panels', port: embedPort }, 'panels are served on a port of their own');
}

/** Whether it says, in words that name the port, that a port cannot be had. */
function isOfPort(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error && error.syscall === 'listen';
}

/** With what comes before and after it, the process is gone within 10 seconds. */
const STOP_WITHIN_MS = 9_000;

/** Ends the process on SIGTERM, after what is under way, and on Ctrl-C without waiting for a load balancer. */
function stopOnSignals({ config, lifecycle, log, caches }: Runtime): void {
  const limits = { lifecycle, withinMs: STOP_WITHIN_MS };
  const acceptMs = config.stopAcceptSeconds * 1000;
  const graceful = createGracefulStop({ ...limits, acceptMs });
  const prompt = createGracefulStop({ ...limits, acceptMs: 0 });
  const end = async (signal: string, stopping: GracefulStop) => {
    log.info({ event: 'stopping', signal }, 'stopping');
    const { cut } = await stopping.stop();
    caches.watches.close();
    log.info({ event: 'stopped', cut }, 'stopped');
    process.exit(0);
  };
  process.once('SIGTERM', () => void end('SIGTERM', graceful));
  process.once('SIGINT', () => void end('SIGINT', prompt));
}
