import { RE2JS } from 're2js';

/** A request to be tried. Names of headers are in lower case. */
export interface ExampleRequest {
  readonly method: string;
  /** The path, without a query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** What gRPC calls; null for plain HTTP. */
  readonly grpc: { readonly service: string; readonly method: string } | null;
}

export type Subject = 'path' | 'method' | 'header' | 'query' | 'grpc-service' | 'grpc-method';

/**
 * How a text is compared. `path-prefix` is of whole elements: `/a` takes `/a` and `/a/b`, but not `/ab`. `one-of`
 * takes a list with commas. `range` is of whole numbers, `from..to`, the last not among them.
 */
export type Comparison =
  'exact' | 'prefix' | 'path-prefix' | 'suffix' | 'regex' | 'present' | 'one-of' | 'range';

export interface Condition {
  readonly subject: Subject;
  /** Of a header or a query parameter. */
  readonly name?: string | undefined;
  readonly comparison: Comparison;
  readonly value: string;
  readonly negated?: boolean | undefined;
  readonly anyCase?: boolean | undefined;
}

/** Whether a request meets a condition; null when that cannot be told, since its pattern is none. */
export function meets(request: ExampleRequest, condition: Condition): boolean | null {
  const found = compare(textOf(request, condition), condition);
  if (found === null) return null;
  return condition.negated === true ? !found : found;
}

function textOf(request: ExampleRequest, { subject, name = '' }: Condition): string | undefined {
  switch (subject) {
    case 'path':
      return request.path;
    case 'method':
      return request.method;
    case 'header':
      return headerOf(request, name.toLowerCase());
    case 'query':
      return own(request.query, name);
    case 'grpc-service':
      return request.grpc?.service;
    case 'grpc-method':
      return request.grpc?.method;
  }
}

/** HTTP/2 has the method and the path among its headers. */
function headerOf({ headers, method, path }: ExampleRequest, name: string): string | undefined {
  if (name === ':method') return method;
  if (name === ':path') return path;
  return own(headers, name);
}

function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(values).find(([key]) => key === name)?.[1];
}

function compare(text: string | undefined, condition: Condition): boolean | null {
  const { comparison, value, anyCase = false } = condition;
  if (comparison === 'present') return text !== undefined;
  if (text === undefined) return false;
  if (comparison === 'regex') return matchesWhole(text, value, anyCase);
  const [left, right] = anyCase ? [text.toLowerCase(), value.toLowerCase()] : [text, value];
  return COMPARE[comparison](left, right);
}

const COMPARE: Readonly<
  Record<Exclude<Comparison, 'present' | 'regex'>, (text: string, value: string) => boolean>
> = {
  exact: (text, value) => text === value,
  prefix: (text, value) => text.startsWith(value),
  suffix: (text, value) => text.endsWith(value),
  'path-prefix': (text, value) => {
    const prefix = value.replace(/(?<!\/)\/+$/, '');
    return text === prefix || text.startsWith(`${prefix}/`);
  },
  'one-of': (text, value) => value.split(',').some((each) => each.trim() === text),
  range: isWithin,
};

function isWithin(text: string, range: string): boolean {
  const [from, to] = range.split('..').map(Number);
  const number = Number(text);
  if (from === undefined || to === undefined || !/^-?[0-9]+$/.test(text)) return false;
  return number >= from && number < to;
}

/** Proxies match whole texts, in RE2, which takes time in proportion to the text whatever the pattern. */
function matchesWhole(text: string, pattern: string, anyCase: boolean): boolean | null {
  try {
    return RE2JS.compile(pattern, anyCase ? RE2JS.CASE_INSENSITIVE : 0).matches(text);
  } catch {
    return null;
  }
}
