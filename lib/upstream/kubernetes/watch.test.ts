import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeUpstream, type FakeUpstream } from '@/lib/testing/fake-upstream';
import { kubernetesClientOf, status } from '@/lib/testing/kubernetes-client';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';
import type { ServedKind } from '@/lib/upstream/kubernetes/types';

const never = new AbortController().signal;
const GROUP = 'networking.istio.io';
const ROUTES: ServedKind = {
  group: GROUP,
  version: 'v1',
  kind: 'VirtualService',
  plural: 'virtualservices',
  namespaced: true,
};
let server: FakeUpstream;
let client: KubernetesClient;

beforeEach(async () => {
  server = await startFakeUpstream();
  client = kubernetesClientOf(server, { watchIdleMs: 150 });
});

afterEach(async () => {
  await client.close();
  await server.close();
});

const object = (name: string, resourceVersion: string) => ({
  metadata: { name, namespace: 'shop', resourceVersion },
});
describe('a watch', () => {
  async function events(signal = never) {
    const seen: string[] = [];
    for await (const event of client.watch(ROUTES, undefined, '5', signal)) {
      seen.push(
        event.type === 'bookmark'
          ? `bookmark ${event.resourceVersion}`
          : `${event.type} ${event.object.metadata.name} ${event.object.kind}`,
      );
    }
    return seen;
  }
  const line = (type: string, body: unknown) => `${JSON.stringify({ type, object: body })}\n`;

  it('gives the events of the stream, wherever the chunks are cut', async () => {
    server.answer((_, response) => {
      const text = [
        line('ADDED', object('ä', '6')),
        line('MODIFIED', object('ä', '7')),
        line('BOOKMARK', object('', '8')),
        line('DELETED', object('ä', '9')),
      ].join('');
      const bytes = Buffer.from(text);
      response.writeHead(200);
      const send = (at: number) => {
        if (at >= bytes.length) response.end();
        else response.write(bytes.subarray(at, at + 7), () => setImmediate(send, at + 7));
      };
      send(0);
    });
    expect(await events()).toEqual([
      'bookmark 5',
      'added ä VirtualService',
      'modified ä VirtualService',
      'bookmark 8',
      'deleted ä VirtualService',
    ]);
    expect(server.requests[0]?.target).toBe(
      `/apis/${GROUP}/v1/virtualservices?watch=true&allowWatchBookmarks=true&resourceVersion=5&timeoutSeconds=290`,
    );
  });

  it.each([
    [
      'an ERROR that it is too old',
      line('ERROR', { kind: 'Status', code: 410, reason: 'Expired' }),
      'gone',
    ],
    ['an ERROR of the server', line('ERROR', { kind: 'Status', code: 500 }), 'unavailable'],
    ['an unknown event', line('PING', {}), 'malformed'],
    ['a line that is no JSON', '{"type":\n', 'malformed'],
    ['an object without a name', line('ADDED', { metadata: {} }), 'malformed'],
    ['a line without end', 'x'.repeat(9 * 1024 * 1024), 'too-large'],
  ])('that says %s fails so', async (_, text, failure) => {
    server.answer((_request, response) => response.writeHead(200).write(text));
    await expect(events()).rejects.toMatchObject({ failure });
    await expect.poll(() => server.connections()).toBe(0);
  });

  it.each([
    [410, 'Expired', 'gone'],
    [403, 'Forbidden', 'forbidden'],
    [404, 'NotFound', 'not-found'],
  ])('that is refused with %i fails so', async (code, reason, failure) => {
    server.answer(status(code, reason, 'no'));
    await expect(events()).rejects.toMatchObject({ failure });
  });

  it('that says nothing for too long is taken for dead', async () => {
    server.answer((_, response) => response.writeHead(200).flushHeaders());
    await expect(events()).rejects.toMatchObject({ failure: 'timeout' });
    await expect.poll(() => server.connections()).toBe(0);
  });

  it('that breaks off fails as unavailable', async () => {
    server.answer((_, response) => {
      response.writeHead(200).write(line('ADDED', object('a', '6')), () => {
        response.socket?.resetAndDestroy();
      });
    });
    await expect(events()).rejects.toMatchObject({ failure: 'unavailable' });
  });

  it('that its reader leaves is ended', async () => {
    server.answer((_, response) => response.writeHead(200).write(line('ADDED', object('a', '6'))));
    for await (const event of client.watch(ROUTES, undefined, '5', never)) {
      if (event.type === 'added') break;
    }
    await expect.poll(() => server.connections()).toBe(0);
  });

  it('that its caller gives up ends with the reason of the caller', async () => {
    server.answer((_, response) => response.writeHead(200).flushHeaders());
    const caller = new AbortController();
    const watching = events(caller.signal);
    await expect.poll(() => server.requests.length).toBe(1);
    const reason = new Error('closing');
    caller.abort(reason);
    await expect(watching).rejects.toBe(reason);
  });
});
