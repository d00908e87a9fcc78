import type { IncomingMessage } from 'node:http';
import { findKind } from './kinds';
import type { ServedKind } from './served-kind';
import { parseJson, type Json } from './json';
import { ApiError, badRequest, invalid } from './status';

/** What a path names. */
export interface ResourcePath {
  readonly kind: ServedKind;
  readonly version: string;
  /** Empty: the whole cluster, or a kind without namespaces. */
  readonly namespace: string;
  /** Empty: the collection. */
  readonly name: string;
}

const PATH =
  /^\/(?:api|apis\/(?<group>[^/]+))\/(?<version>[^/]+)(?:\/namespaces\/(?<namespace>[^/]+)(?=\/))?\/(?<plural>[^/]+)(?:\/(?<name>[^/]+))?$/;

/** Reads `/apis/<group>/<version>/[namespaces/<ns>/]<plural>[/<name>]` and its like under `/api`. */
export function resourceAt(path: string): ResourcePath | undefined {
  const groups = PATH.exec(path)?.groups;
  if (groups === undefined) return undefined;
  const part = (name: string): string => decode(groups[name] ?? '');
  const version = part('version');
  const kind = findKind(part('group'), version, part('plural'));
  if (kind === undefined) return undefined;
  const { namespace, name } = { namespace: part('namespace'), name: part('name') };
  const isAddressed = kind.namespaced ? namespace !== '' || name === '' : namespace === '';
  return isAddressed ? { kind, version, namespace, name } : undefined;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest('invalid URL escape');
  }
}

const MAX_BODY_BYTES = 3 * 1024 * 1024;

/** Reads a JSON body that may be left out. @throws ApiError 400 or 413 */
export async function readOptions(
  request: IncomingMessage,
  onBad: (why: string) => ApiError,
): Promise<Json> {
  const text = await readText(request);
  return text === '' ? {} : parsed(text, onBad);
}

/** Reads a JSON body. @throws ApiError 400 or 413 */
export async function readBody(
  request: IncomingMessage,
  onBad: (why: string) => ApiError,
): Promise<Json> {
  return parsed(await readText(request), onBad);
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunksOf(request)) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      const message = `Request entity too large: limit is ${String(MAX_BODY_BYTES)}`;
      throw new ApiError(413, 'RequestEntityTooLarge', message);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string, onBad: (why: string) => ApiError): Json {
  try {
    return parseJson(text);
  } catch (error) {
    throw onBad(error instanceof Error ? error.message : 'not JSON');
  }
}

/** A request without an encoding gives nothing but buffers. */
function chunksOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request;
}

/** Whether a write is a dry run. @throws ApiError 422 for any value other than `All`. */
export function isDryRun(query: URLSearchParams, optionsKind: string): boolean {
  const values = query.getAll('dryRun');
  if (values.length === 0) return false;
  if (values.every((value) => value === 'All')) return true;
  const message = `Unsupported value: ${JSON.stringify(values)}: supported values: "All"`;
  const subject = { label: `${optionsKind}.meta.k8s.io`, group: 'meta.k8s.io', kind: optionsKind };
  throw invalid(subject, '', [{ reason: 'FieldValueNotSupported', message, field: 'dryRun' }]);
}

/** The name under which a write is recorded: as asked, or the first word of the user agent. */
export function managerOf(request: IncomingMessage, query: URLSearchParams): string {
  const asked = query.get('fieldManager');
  if (asked !== null && asked !== '') return asked;
  return request.headers['user-agent']?.split('/')[0] ?? 'unknown';
}
