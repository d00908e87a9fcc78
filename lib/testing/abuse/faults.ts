import { gzipSync } from 'node:zlib';
import type { Script } from '@/lib/testing/fake-upstream';
import type { UpstreamFailure } from '@/lib/upstream/error';

/** So many bytes are as good as no end, yet end when nobody stops them. */
const FOR_EVER = 20_000_000;

const BOMB = gzipSync(Buffer.alloc(50_000_000));

/** Every way a server can misbehave, and how it is told. For a cap of 10,000 bytes. */
export const FAULTS: readonly (readonly [string, UpstreamFailure, Script])[] = [
  [
    'announces a body over the cap',
    'too-large',
    (_, response) => response.writeHead(200).end('x'.repeat(10_001)),
  ],
  [
    'sends chunks without end',
    'too-large',
    (_, response) => {
      let sent = 0;
      const more = () => {
        sent += 5_000;
        if (response.destroyed) return;
        if (sent > FOR_EVER) response.end();
        else response.write('x'.repeat(5_000), more);
      };
      response.writeHead(200);
      more();
    },
  ],
  [
    'sends a small body that unpacks to a huge one',
    'too-large',
    (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB),
  ],
  [
    'breaks off inside gzip',
    'malformed',
    (_, response) =>
      response
        .writeHead(200, { 'content-encoding': 'gzip' })
        .end(gzipSync('x'.repeat(500)).subarray(0, 20)),
  ],
  [
    'says gzip and sends none',
    'malformed',
    (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
  ],
  [
    'uses an encoding nobody asked for',
    'malformed',
    (_, response) => response.writeHead(200, { 'content-encoding': 'zstd' }).end('plain'),
  ],
  ['speaks no HTTP', 'malformed', (_, response) => void response.socket?.end('SSH-2.0-x\r\n')],
  ['accepts and never answers', 'timeout', () => undefined],
  [
    'drips its body',
    'timeout',
    (_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    },
  ],
  [
    'drips its headers',
    'timeout',
    (_, response) => void response.socket?.write('HTTP/1.1 200 OK\r\nx-a: '),
  ],
  ['closes before it answers', 'unavailable', (_, response) => void response.socket?.end()],
  [
    'resets the connection',
    'unavailable',
    (_, response) => void response.socket?.resetAndDestroy(),
  ],
  [
    'resets in the middle of the body',
    'unavailable',
    (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => {
        response.socket?.resetAndDestroy();
      });
    },
  ],
  [
    'closes in the middle of the body',
    'unavailable',
    (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => {
        response.socket?.end();
      });
    },
  ],
];
