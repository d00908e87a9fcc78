import { fieldsOf, listOf, textOf, type Fields } from '@/lib/mesh/fields';

/** What the rules of a kind of route look at. TCP and TLS rules match everything that reaches them. */
export type RouteForm = 'http' | 'grpc' | 'tcp' | 'tls';

/**
 * Says in words what each entry of a rule's `matches` asks for. Entries are OR-ed, the conditions within
 * one are AND-ed.
 *
 * @returns One text an entry; empty when the rule takes everything that reaches it.
 */
export function ruleWords(form: RouteForm, matches: unknown): readonly string[] {
  const wordsOf = WORDS[form];
  const entries = listOf(matches).map((entry) => wordsOf(fieldsOf(entry)).join(' and '));
  return entries.includes('') ? [] : entries;
}

const WORDS: Readonly<Record<RouteForm, (entry: Fields) => readonly string[]>> = {
  http: httpWords,
  grpc: grpcWords,
  tcp: () => [],
  tls: () => [],
};

function httpWords(entry: Fields): string[] {
  const method = textOf(entry['method']);
  return [
    ...pathWords(fieldsOf(entry['path'])),
    ...(method === undefined ? [] : [`method is ${method}`]),
    ...namedWords('header', entry['headers']),
    ...namedWords('query parameter', entry['queryParams']),
  ];
}

/** A prefix is of whole elements: `/a` covers `/a` and `/a/b`, but not `/ab`. */
function pathWords({ type, value }: Fields): string[] {
  const path = textOf(value) ?? '/';
  if (type === 'Exact') return [`path is ${path}`];
  if (type === 'RegularExpression') return [`path matches ${path}`];
  const prefix = path.replace(/(?<!\/)\/+$/, '');
  return prefix === '' ? [] : [`path is ${prefix} or below it`];
}

function grpcWords(entry: Fields): string[] {
  return [...methodWords(fieldsOf(entry['method'])), ...namedWords('header', entry['headers'])];
}

function methodWords({ type, service, method }: Fields): string[] {
  const [ofService, ofMethod] = [textOf(service), textOf(method)];
  const verb = type === 'RegularExpression' ? 'matches' : 'is';
  if (ofService !== undefined && ofMethod !== undefined && verb === 'is') {
    return [`gRPC method is ${ofService}/${ofMethod}`];
  }
  return [
    ...(ofService === undefined ? [] : [`gRPC service ${verb} ${ofService}`]),
    ...(ofMethod === undefined ? [] : [`gRPC method ${verb} ${ofMethod}`]),
  ];
}

function namedWords(subject: string, value: unknown): string[] {
  return listOf(value)
    .map(fieldsOf)
    .map(({ type, name, value: wanted }) => {
      const verb = type === 'RegularExpression' ? 'matches' : 'is';
      return `${subject} ${textOf(name) ?? ''} ${verb} ${textOf(wanted) ?? ''}`;
    });
}
