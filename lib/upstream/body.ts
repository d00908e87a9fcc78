import 'server-only';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { UpstreamError, type UpstreamName } from '@/lib/upstream/error';

/** What we say we understand. Brotli is understood too, but is not worth its time for JSON on the fly. */
export const ACCEPT_ENCODING = 'gzip, deflate';

/**
 * Undoes the content encoding of a body. Nothing is buffered beyond what a reader asked for, so a
 * reader that counts and stops is safe from a small body that unpacks to a huge one.
 *
 * @throws UpstreamError `malformed` for an encoding that we did not ask for.
 */
export function decoded(
  upstream: UpstreamName,
  body: Readable,
  encoding: string | undefined,
): Readable {
  const decoder = decoderOf(encoding?.trim().toLowerCase() ?? '');
  if (decoder === null) return body;
  if (decoder === undefined) {
    discard(body);
    throw new UpstreamError(upstream, 'malformed', `unknown content encoding ${String(encoding)}`);
  }
  // A failure of either end reaches the reader as an error of the decoder.
  pipeline(body, decoder, () => undefined);
  return decoder;
}

function decoderOf(encoding: string) {
  switch (encoding) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      return undefined;
  }
}

/**
 * Reads a body to its end, or to the cap.
 *
 * @returns the text, and whether the cap cut it short; the stream is then destroyed.
 */
export async function readCapped(
  body: Readable,
  maxBytes: number,
): Promise<{ readonly text: string; readonly cut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(body)) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      discard(body);
      return { text: Buffer.concat(chunks).toString('utf8'), cut: true };
    }
    chunks.push(chunk);
  }
  return { text: Buffer.concat(chunks).toString('utf8'), cut: false };
}

/** Ends a body that nobody will read. Without a listener, what that does to the stream would end the process. */
export function discard(body: Readable): void {
  body.on('error', () => undefined);
  body.destroy();
}

/** A stream's chunks, typed. */
export async function* chunksOf(body: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of body) {
    if (Buffer.isBuffer(chunk)) yield chunk;
  }
}
