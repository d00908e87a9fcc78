import 'server-only';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { prefersGzip } from '@/lib/server/bodies/accept-encoding';
import { canSendCompressed } from '@/lib/server/bodies/outgoing';

export type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that are kept, and the tag that tells whether a caller has just these. */
export interface KeptBody {
  readonly bytes: Bytes;
  readonly etag: string;
}

/** A JSON document as it can be sent. */
export interface JsonBody extends KeptBody {
  /** The same compressed; it is made once for all who ask. */
  readonly compressed: () => Promise<Bytes>;
}

/** Writes a value as JSON in UTF-8. */
export function writeJson(value: unknown): KeptBody {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const digest = createHash('sha256').update(bytes).digest('base64url');
  // Weak, since the compressed body has the same tag.
  return { bytes, etag: `W/"${digest.slice(0, 22)}"` };
}

const gzipped = promisify(gzip);

/** Compresses a body, on a thread of Node's own. */
export async function compressBody({ bytes, etag }: KeptBody): Promise<KeptBody> {
  return { bytes: new Uint8Array(await gzipped(bytes)), etag };
}

/**
 * Answers a request with a JSON document: with 304 when the caller has it, compressed when it takes that.
 * Where that cannot be sent (see `watchOutgoing`) the plain body is given to Next, which compresses it.
 */
export async function answerWith(request: Request, body: JsonBody): Promise<Response> {
  const headers = {
    'content-type': 'application/json',
    etag: body.etag,
    vary: 'Accept-Encoding',
  };
  if (hasIt(request.headers.get('if-none-match'), body.etag)) {
    return new Response(null, { status: 304, headers });
  }
  if (!canSendCompressed() || !prefersGzip(request.headers.get('accept-encoding'))) {
    return new Response(body.bytes, { headers });
  }
  const bytes = await body.compressed();
  const encoding = { 'content-encoding': 'gzip', 'content-length': String(bytes.byteLength) };
  return new Response(bytes, { headers: { ...headers, ...encoding } });
}

/** Weak comparison: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2 */
function hasIt(ifNoneMatch: string | null, etag: string): boolean {
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  const tags = (ifNoneMatch ?? '').split(',').map(opaque);
  return tags.includes(opaque(etag)) || tags.includes('*');
}
