import { startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';

/** Runs something with a client of a server that records what it is asked. */
export async function against<Client extends { close(): Promise<void> }, Result>(
  clientOf: (server: FakeUpstream) => Client,
  run: (client: Client, server: FakeUpstream) => Promise<Result>,
): Promise<Result> {
  const server = await startFakeUpstream();
  const client = clientOf(server);
  try {
    return await run(client, server);
  } finally {
    await client.close();
    await server.close();
  }
}
