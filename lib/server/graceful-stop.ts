import 'server-only';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Server, ServerResponse } from 'node:http';
import type { Lifecycle } from '@/lib/server/lifecycle';

export interface StopOptions {
  readonly lifecycle: Pick<Lifecycle, 'drain' | 'isDraining'>;
  /** How long requests are still taken, so that whoever sends them sees that `readyz` says no. */
  readonly acceptMs: number;
  /** After so long from the start, whatever is still under way is broken off. */
  readonly withinMs: number;
}

export interface GracefulStop {
  /** Stops; settles when no connection is left, with whether all ended by themselves. The second call joins the first. */
  stop(): Promise<{ readonly cut: boolean }>;
  /** Stops listening to what Node tells, for tests. */
  forget(): void;
}

type HttpServer = Pick<Server, 'close' | 'closeIdleConnections' | 'closeAllConnections'>;

/** Connections that have become idle are looked for so often. */
const SWEEP_MS = 50;

const REQUEST = 'http.server.request.start';

/**
 * Ends the HTTP servers of this process without failing a request that was taken. Next closes its server at
 * once and waits without a limit; its own handler is switched off where the build is assembled.
 *
 * The framework makes the servers, so they are known from what Node tells of itself: one that has never had a
 * request has nothing to finish.
 */
export function createGracefulStop(options: StopOptions): GracefulStop {
  const servers = new Set<HttpServer>();
  let stopping: Promise<{ readonly cut: boolean }> | null = null;
  const onRequest = (message: unknown) => {
    const server: unknown = memberOf(message, 'server');
    if (server instanceof Server) servers.add(server);
    const response = memberOf(message, 'response');
    if (options.lifecycle.isDraining() && response instanceof ServerResponse) {
      response.shouldKeepAlive = false;
    }
  };
  subscribe(REQUEST, onRequest);
  return {
    stop: () => (stopping ??= stopServers(servers, options)),
    forget: () => unsubscribe(REQUEST, onRequest),
  };
}

async function stopServers(servers: ReadonlySet<HttpServer>, options: StopOptions) {
  const { lifecycle, acceptMs, withinMs } = options;
  lifecycle.drain();
  if (servers.size === 0) return { cut: false };
  await new Promise((resolve) => setTimeout(resolve, acceptMs));
  let cut = false;
  const sweep = setInterval(() => {
    for (const server of servers) server.closeIdleConnections();
  }, SWEEP_MS);
  const limit = setTimeout(() => {
    cut = true;
    for (const server of servers) server.closeAllConnections();
  }, withinMs - acceptMs);
  await Promise.all([...servers].map(closed));
  clearInterval(sweep);
  clearTimeout(limit);
  return { cut };
}

function closed(server: HttpServer): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
