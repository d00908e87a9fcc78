import 'server-only';
import type { z } from 'zod';
import { UpstreamError, type KubeStatus, type UpstreamFailure } from '@/lib/upstream/error';
import { failureOfStatus, parseJson, refusal } from '@/lib/upstream/failure';
import type { HttpAnswer } from '@/lib/upstream/http';
import { statusSchema } from '@/lib/upstream/kubernetes/wire';

/**
 * Reads a good answer against its schema.
 *
 * @throws UpstreamError that says what the API's Status says when it is no good answer, `malformed` when it is
 *   not of the schema.
 */
export function readAnswer<S extends z.ZodType>(answer: HttpAnswer, schema: S): z.infer<S> {
  if (answer.status >= 200 && answer.status < 300) {
    return parseJson('kubernetes', answer.text, schema);
  }
  throw refused(answer);
}

/** The error for an answer that is no good one. */
export function refused(answer: HttpAnswer): UpstreamError {
  const body = statusOf(answer.text);
  if (body === null) return refusal('kubernetes', answer, answer.text);
  const failure = failureOf(answer.status, body);
  return refusal('kubernetes', answer, body.message, { body, failure });
}

/** The error for an ERROR event of a watch. */
export function watchError(object: unknown): UpstreamError {
  const body = statusOf(JSON.stringify(object));
  if (body === null) return new UpstreamError('kubernetes', 'malformed', 'ERROR without a Status');
  const failure = body.reason === 'Expired' ? 'gone' : failureOf(body.code, body);
  return new UpstreamError('kubernetes', failure, body.message, { body, status: body.code });
}

/** How the API server words a JSON Patch whose `test` failed, or whose path is not there any more. */
function isMissedPatch(line: string): boolean {
  const test = line.search(/test(ing value)? /);
  return (
    (test !== -1 && line.includes('failed', test)) || /does not apply|in test for path/.test(line)
  );
}

function failureOf(code: number, { message, causes }: KubeStatus): UpstreamFailure {
  const lines = [message, ...causes.map((cause) => cause.message)].join('\n').split('\n');
  // It answers 422 to both a patch of an object that has changed and a change that it refuses.
  if (code === 422 && lines.some(isMissedPatch)) return 'conflict';
  return failureOfStatus(code);
}

function statusOf(text: string): KubeStatus | null {
  let status: z.infer<typeof statusSchema>;
  try {
    status = parseJson('kubernetes', text, statusSchema);
  } catch {
    return null;
  }
  const { reason, message, code, details } = status;
  return { reason, message, code, causes: details?.causes ?? [] };
}
