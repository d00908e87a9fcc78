import 'server-only';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Server, ServerResponse } from 'node:http';
import { Server as NetServer, Socket } from 'node:net';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { CONNECTION, memberOf } from '@/lib/server/connections';
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

interface Connection {
  /** What has not been handed to the operating system to its last byte. */
  readonly underWay: Set<ServerResponse>;
  bytesRead: number;
  /** How many looks in a row found nothing under way and nothing new. */
  quietLooks: number;
}

interface Known {
  readonly servers: Set<Server>;
  readonly connections: Map<Socket, Connection>;
  arrived: number;
}

const LOOK_MS = 50;

/** A connection that was quiet for so many looks is ended. Looks, not time: a process that was held up has read nothing. */
const QUIET_LOOKS = 10;

/** For how long, at most, a moment is sought in which nobody is about to be accepted. */
const SEEK_MS = 500;

/** A turn of the event loop that took longer may have kept somebody waiting. */
const SHORT_TURN_MS = 1;

const REQUEST = 'http.server.request.start';

/**
 * Ends the HTTP servers of this process without failing a request that was taken. Next closes its server at
 * once and waits without a limit; its own handler is switched off where the build is assembled.
 *
 * The framework makes the servers, so they are known from what Node tells of itself: one that has never had a
 * connection has nothing to finish.
 */
export function createGracefulStop(options: StopOptions): GracefulStop {
  const known: Known = { servers: new Set(), connections: new Map(), arrived: 0 };
  let stopping: Promise<{ readonly cut: boolean }> | null = null;
  const onConnection = (message: unknown) => {
    const socket = memberOf(message, 'socket');
    if (socket instanceof Socket) remember(known, socket);
  };
  const onRequest = (message: unknown) => {
    const [socket, response] = [memberOf(message, 'socket'), memberOf(message, 'response')];
    if (!(socket instanceof Socket) || !isResponse(response)) return;
    const { underWay } = remember(known, socket);
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    if (options.lifecycle.isDraining()) response.shouldKeepAlive = false;
  };
  subscribe(CONNECTION, onConnection);
  subscribe(REQUEST, onRequest);
  return {
    stop: () => (stopping ??= stopServers(known, options)),
    forget() {
      unsubscribe(CONNECTION, onConnection);
      unsubscribe(REQUEST, onRequest);
    },
  };
}

function remember(known: Known, socket: Socket): Connection {
  const before = known.connections.get(socket);
  if (before !== undefined) return before;
  const made: Connection = { underWay: new Set(), bytesRead: 0, quietLooks: 0 };
  const server = memberOf(socket, 'server');
  if (isServer(server)) known.servers.add(server);
  known.connections.set(socket, made);
  known.arrived += 1;
  socket.once('close', () => known.connections.delete(socket));
  return made;
}

async function stopServers(known: Known, options: StopOptions) {
  const { lifecycle, acceptMs, withinMs } = options;
  lifecycle.drain();
  if (known.servers.size === 0) return { cut: false };
  for (const { underWay } of known.connections.values()) {
    for (const response of underWay) response.shouldKeepAlive = false;
  }
  let cut = false;
  const limit = setTimeout(() => {
    cut = true;
    for (const socket of known.connections.keys()) socket.destroy();
  }, withinMs);
  await wait(acceptMs);
  await nobodyWaits(known);
  const look = setInterval(() => endQuiet(known), LOOK_MS);
  await Promise.all([...known.servers].map(closed));
  clearInterval(look);
  clearTimeout(limit);
  return { cut };
}

/**
 * Waits for a turn of the event loop in which nobody came. Whoever has connected but was not accepted yet when
 * a server stops listening is reset by the operating system, perhaps with a request sent.
 */
async function nobodyWaits(known: Known): Promise<void> {
  const deadline = performance.now() + SEEK_MS;
  while (performance.now() < deadline) {
    const [began, arrived] = [performance.now(), known.arrived];
    await turn();
    if (known.arrived === arrived && performance.now() - began < SHORT_TURN_MS) return;
  }
}

/**
 * Node's own `closeIdleConnections`, which `http.Server.close` calls, takes a connection for idle as soon as
 * its answer is complete, though most of it may not be sent: hence this, and `net.Server.close` below.
 */
function endQuiet({ connections }: Known): void {
  for (const [socket, connection] of connections) {
    const isQuiet = connection.underWay.size === 0 && connection.bytesRead === socket.bytesRead;
    connection.bytesRead = socket.bytesRead;
    connection.quietLooks = isQuiet ? connection.quietLooks + 1 : 0;
    if (connection.quietLooks >= QUIET_LOOKS) socket.destroySoon();
  }
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    NetServer.prototype.close.call(server, () => resolve());
  });
}

// The classes alone are generic, which would spread `any`.
const isServer = (value: unknown): value is Server => value instanceof Server;
const isResponse = (value: unknown): value is ServerResponse => value instanceof ServerResponse;
