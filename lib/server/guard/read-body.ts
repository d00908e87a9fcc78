import 'server-only';
import { ProblemError } from '@/lib/server/problem';

/** Far above any intent, far below what hurts. */
export const MAX_BODY_BYTES = 64 * 1024;

/**
 * Reads a JSON body, counting bytes as they come, so that a large one is refused before it is held.
 *
 * @throws ProblemError `body-too-large` or `invalid-request`.
 */
export async function readJsonBody(request: Request, maxBytes = MAX_BODY_BYTES): Promise<unknown> {
  const tooLarge = () =>
    new ProblemError('body-too-large', { detail: `At most ${maxBytes} bytes are taken.` });
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  if (request.body === null) return parse(new Uint8Array());

  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw tooLarge();
    }
    chunks.push(part.value);
  }
  return parse(Buffer.concat(chunks));
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new ProblemError(
      'invalid-request',
      { detail: 'The body is not JSON in UTF-8.' },
      { cause },
    );
  }
}
