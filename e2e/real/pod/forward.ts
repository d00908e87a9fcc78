import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export interface Forward {
  close(): Promise<void>;
}

/** Passes connections to an address on to a port of this machine, as a Service passes them on to a pod. */
export async function forward(address: string, port: number, targetPort: number): Promise<Forward> {
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    client.pipe(target).pipe(client);
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  server.listen(port, address);
  await once(server, 'listening');
  return {
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
