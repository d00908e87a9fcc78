import { QueryError } from './query-error';

/** What RE2 writes differently from JavaScript. */
const TRANSLATIONS: readonly (readonly [RegExp, string])[] = [
  [/\(\?P</g, '(?<'],
  [/\[\[:alpha:\]\]/g, '[A-Za-z]'],
  [/\[\[:digit:\]\]/g, '[0-9]'],
  [/\[\[:alnum:\]\]/g, '[0-9A-Za-z]'],
  [/\[\[:space:\]\]/g, '\\s'],
  [/\\A/g, '^'],
  [/\\z/g, '$'],
];

/** RE2 has neither looking around nor references back. */
const NOT_IN_RE2 = /\(\?(?:[=!]|<[=!])|(?<!\\)(?:\\\\)*\\[1-9]/;

const LEADING_FLAGS = /^\(\?([is]+)\)/;

/**
 * Compiles a pattern of PromQL, which must match the whole value and whose dot matches line ends.
 *
 * @throws QueryError `bad_data` when the pattern is not one that Prometheus takes.
 */
export function compileAnchored(pattern: string): RegExp {
  if (NOT_IN_RE2.test(pattern)) {
    throw new QueryError(
      'bad_data',
      `error parsing regexp: invalid or unsupported Perl syntax: \`${pattern}\``,
    );
  }
  const flags = LEADING_FLAGS.exec(pattern);
  let body = flags ? pattern.slice(flags[0].length) : pattern;
  for (const [from, to] of TRANSLATIONS) body = body.replace(from, to);
  const isIgnoringCase = flags?.[1]?.includes('i') ?? false;
  try {
    return new RegExp(`^(?:${body})$`, isIgnoringCase ? 'is' : 's');
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'invalid';
    throw new QueryError('bad_data', `error parsing regexp: ${reason}`);
  }
}

const REFERENCE = /\$(?:(\$)|(\w+)|\{(\w+)\})/g;

/** Fills `$1`, `${1}` and `$name` in a replacement; what was not captured is empty, as in Go. */
export function expandReplacement(template: string, match: RegExpExecArray): string {
  const capture = (name: string) =>
    /^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name];
  return template.replace(
    REFERENCE,
    (_whole, dollar?: string, bare?: string, braced?: string) =>
      dollar ?? capture(bare ?? braced ?? '') ?? '',
  );
}
