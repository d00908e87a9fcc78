import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2';
import { connect } from 'node:net';

const agent = new Agent({ keepAlive: true, maxSockets: 8 });
const IN_FLIGHT = 8;

/** How many times each outcome was seen by the one who asked. */
export type Outcomes = ReadonlyMap<string, number>;

/** Sends requests one after the other on some lines, and counts how each ended. */
async function counted(
  times: number,
  send: (i: number) => Promise<string>,
  lines = IN_FLIGHT,
): Promise<Outcomes> {
  const outcomes = new Map<string, number>();
  let next = 0;
  async function line(): Promise<void> {
    while (next < times) {
      const i = next;
      next += 1;
      const outcome = await send(i);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  }
  await Promise.all(Array.from({ length: lines }, line));
  return outcomes;
}

/** Outcomes by HTTP code. */
export function sendHttp(
  port: number,
  times: number,
  path: (i: number) => string,
  lines?: number,
): Promise<Outcomes> {
  const send = async (i: number) => {
    const request = httpRequest({ host: '127.0.0.1', port, path: path(i), agent }).end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return String(response.statusCode);
  };
  return counted(times, send, lines);
}

/** Outcomes by gRPC status. */
export async function sendGrpc(
  port: number,
  times: number,
  status: (i: number) => number,
): Promise<Outcomes> {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  try {
    return await counted(times, async (i) => {
      const stream = session.request({
        ':method': 'POST',
        ':path': '/shop.Ledger/Post',
        'content-type': 'application/grpc',
        te: 'trailers',
        wanted: String(status(i)),
      });
      let ended = '';
      stream.on(
        'trailers',
        (headers: IncomingHttpHeaders) => (ended = String(headers['grpc-status'])),
      );
      stream.resume();
      stream.end(Buffer.from([0, 0, 0, 0, 0]));
      await once(stream, 'close');
      return ended;
    });
  } finally {
    session.close();
  }
}

/** Outcomes by the bytes that came back. */
export function sendTcp(port: number, times: number, bytes: number): Promise<Outcomes> {
  return counted(times, async () => {
    const socket = connect(port, '127.0.0.1');
    let received = 0;
    socket.on('data', (data: Buffer) => (received += data.length));
    socket.end(Buffer.alloc(bytes));
    await once(socket, 'close');
    return String(received);
  });
}
