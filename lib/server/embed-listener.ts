import 'server-only';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, Server, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { CONNECTION, memberOf } from '@/lib/server/connections';

interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Listens where panels alone are served, and hands what is for them to the server of the console, which is in this
 * process: no request is sent on. Whatever else is asked for is not found, before the framework sees it.
 *
 * @param console Where the server of the console listens.
 * @param own Where to listen; port 0 for any that is free.
 * @returns The server, which listens.
 * @throws What Node says when the port cannot be had.
 */
export async function listenForPanels(console: Address, own: Address): Promise<Server> {
  const served = await serverAt(console);
  const server = createServer((request, response) => {
    if (isOfPanels(request)) {
      served.emit('request', request, response);
      return;
    }
    response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' });
    response.end('Only panels are served on this port.\n');
  });
  server.keepAliveTimeout = served.keepAliveTimeout;
  server.listen(own.port, own.host);
  await once(server, 'listening');
  return server;
}

/** Pages and reads below /embed, and the files of the pages. Next keeps its files below /_next/static. */
const OF_PANELS = /^\/(?:embed|_next\/static)\/[^?#]/;

/**
 * Whether a request is for a panel. Its path must be in the form in which it will be routed, so that `/embed/../`,
 * however it is written, leads nowhere.
 */
function isOfPanels({ method, url = '' }: IncomingMessage): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (!OF_PANELS.test(url)) return false;
  const path = url.split('?', 1)[0] ?? '';
  return !path.includes('//') && new URL(path, 'http://localhost').pathname === path;
}

/** The HTTP server of this process at an address. The framework makes it and tells nobody, but a connection does. */
async function serverAt({ host, port }: Address): Promise<Server> {
  const socket = connect({ host, port });
  let onConnection: (message: unknown) => void = () => undefined;
  try {
    return await new Promise((resolve, reject) => {
      socket.once('error', reject);
      onConnection = (message) => {
        const server = memberOf(memberOf(message, 'socket'), 'server');
        if (server instanceof Server && portOf(server.address()) === port) resolve(server);
      };
      subscribe(CONNECTION, onConnection);
    });
  } finally {
    unsubscribe(CONNECTION, onConnection);
    socket.destroy();
  }
}

function portOf(address: AddressInfo | string | null): number | null {
  return typeof address === 'object' ? (address?.port ?? null) : null;
}
