import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { arrayAt, parseJson, type Json } from '../kubernetes/json';
import { listen } from '../listen';
import { exportSpans } from './export';
import { NOW, testStore } from './test-store';

let receiver: Server | undefined;

afterEach(() => {
  receiver?.closeAllConnections();
  receiver?.close();
});

async function receive(status: number, bodies: Json[]): Promise<string> {
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      bodies.push(parseJson(body));
      response.writeHead(request.url === '/v1/traces' ? status : 404).end();
    });
  });
  return (await listen(receiver, '127.0.0.1', 0)).url;
}

const MINUTE = { fromUs: (NOW - 60) * 1e6, toUs: NOW * 1e6 };

test('every span is sent once, in OTLP', async () => {
  const bodies: Json[] = [];
  const url = await receive(200, bodies);
  const sent = await exportSpans(url, testStore(), MINUTE);
  const received = bodies.flatMap((body) =>
    arrayAt(body, 'resourceSpans').flatMap((resource) =>
      arrayAt(resource, 'scopeSpans').flatMap((scope) => arrayAt(scope, 'spans')),
    ),
  );
  expect(received).toHaveLength(sent.reduce((sum, { spans }) => sum + spans.length, 0));
});

test('a receiver that refuses is told of', async () => {
  const url = await receive(503, []);
  await expect(exportSpans(url, testStore(), MINUTE)).rejects.toThrow('refused the spans: 503');
});
