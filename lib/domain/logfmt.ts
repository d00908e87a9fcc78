import { err, ok, type Result } from '@/lib/domain/result';

/** One `key=value`; a value with a space or quote in it stands in double quotes. */
const PAIR = /\s*([^\s="]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?=\s|$)/gy;

/**
 * Reads tags written as logfmt: `http.status_code=503 user.name="J. Doe"`. Inside quotes, a
 * backslash takes the next character as it is.
 *
 * @returns The tags in order, or what is wrong in words fit for the field they were typed in. A key
 *   that comes twice is refused, since all tags must match.
 */
export function parseLogfmt(text: string): Result<ReadonlyMap<string, string>, string> {
  const tags = new Map<string, string>();
  let end = 0;
  for (const [pair, key = '', quoted, bare] of text.matchAll(PAIR)) {
    if (tags.has(key)) return err(`“${key}” comes twice`);
    tags.set(key, quoted?.replaceAll(/\\(.)/gs, '$1') ?? bare ?? '');
    end += pair.length;
  }
  const rest = text.slice(end).trim();
  return rest === '' ? ok(tags) : err(complaintAbout(rest));
}

const EXCERPT_LENGTH = 24;

function complaintAbout(rest: string): string {
  const [word = ''] = rest.split(/\s/, 1);
  const excerpt = word.length > EXCERPT_LENGTH ? `${word.slice(0, EXCERPT_LENGTH)}…` : word;
  if (!word.includes('=')) return `“${excerpt}” is not key=value`;
  if (word.startsWith('=')) return `“${excerpt}” has no key`;
  return `The quotes after “${excerpt}” do not match`;
}
