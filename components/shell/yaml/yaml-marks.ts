import { isMap, isNode, isScalar, isSeq, parseDocument, type Document } from 'yaml';
import type { Cause } from '@/lib/contract/problem';
import { stepsOf } from '@/lib/domain/pointer';
import { schemaProblems, type Schema } from '@/lib/domain/structural-schema';

/** Something to be seen at a place of a text. */
export interface Mark {
  /** Offsets into the text. */
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** Who says so. */
  readonly source: string;
}

/** What was said of an object from elsewhere, with where in it. */
export interface Remark extends Cause {
  readonly severity: Mark['severity'];
  readonly source: string;
}

/** Larger texts are left to the server. */
const MAX_CHARACTERS = 256 * 1024;

/** What is wrong with a text: as YAML, by its schema, and by what was said from elsewhere. */
export function marksOf(text: string, schema: Schema | null, remarks: readonly Remark[]): Mark[] {
  if (text.length > MAX_CHARACTERS) return [];
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: true });
  const broken = document.errors.map(({ message, pos: [from, to] }) => ({
    ...{ from, to, severity: 'error' as const, source: 'YAML' },
    message: message.split(/ at line \d+/)[0] ?? message,
  }));
  if (broken.length > 0) return broken;
  const problems =
    schema === null ? [] : schemaProblems(document.toJS({ maxAliasCount: 0 }), schema);
  return [
    ...problems.map(({ pointer, message }) => ({
      ...rangeOf(document, text, pointer),
      severity: 'error' as const,
      message,
      source: 'Schema',
    })),
    ...remarks.map(({ pointer, line, message, severity, source }) => ({
      ...(line === null ? rangeOf(document, text, pointer ?? '') : lineRange(text, line)),
      ...{ message, severity, source },
    })),
  ];
}

/** Where in a text a pointer leads, as an offset; where it ends early, the last on the way. */
export function placeIn(text: string, pointer: string): number {
  if (text.length > MAX_CHARACTERS) return 0;
  return rangeOf(parseDocument(text, { version: '1.2', schema: 'core' }), text, pointer).from;
}

type Range = Pick<Mark, 'from' | 'to'>;

/** The key (or the element) that a pointer leads to; where it ends early, the last on the way. */
function rangeOf(document: Document.Parsed, text: string, pointer: string): Range {
  let node: unknown = document.contents;
  let found: Range = lineRange(text, 1);
  for (const step of stepsOf(pointer)) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
      if (pair === undefined) break;
      found = nodeRange(pair.key) ?? found;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      if (node === undefined) break;
      found = firstLine(text, nodeRange(node) ?? found);
    } else break;
  }
  return found;
}

function nodeRange(node: unknown): Range | null {
  const [from, to] = (isNode(node) ? node.range : null) ?? [];
  return from === undefined || to === undefined ? null : { from, to };
}

function firstLine(text: string, { from, to }: Range): Range {
  const end = text.indexOf('\n', from);
  return { from, to: end === -1 ? to : Math.min(to, end) };
}

function lineRange(text: string, line: number): Range {
  const lines = text.split('\n');
  const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const length = lines[line - 1]?.length ?? 0;
  return { from: Math.min(from, text.length), to: Math.min(from + length, text.length) };
}
