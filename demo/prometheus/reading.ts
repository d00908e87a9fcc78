import type { SyntaxNode } from '@lezer/common';
import type { Expr, ValueType } from './ast';
import { readString } from './literals';
import { QueryError } from './query-error';
import { spokenType, typeOf } from './signatures';

/**
 * What a range or shift makes of the expression before it. The grammar lets `a - b offset 5m` shift
 * the difference; it is the last operand that Prometheus shifts. So readers of operators hand the
 * finish on to their last operand, and everything else is finished itself.
 */
export type Finish = (expr: Expr) => Expr;

/** A query while it is read. */
export interface Reading {
  readonly text: string;
  readonly read: (node: SyntaxNode, finish?: Finish) => Expr;
}

/** @throws QueryError `bad_data` that names the place in the query. */
export function failAt(text: string, position: number, problem: string): never {
  const before = text.slice(0, position);
  const line = before.split('\n').length;
  const column = position - before.lastIndexOf('\n');
  throw new QueryError('bad_data', `${line}:${column}: parse error: ${problem}`);
}

export function fail({ text }: Reading, node: SyntaxNode, problem: string): never {
  return failAt(text, node.from, problem);
}

export function textOf({ text }: Reading, node: SyntaxNode): string {
  return text.slice(node.from, node.to);
}

/** The children of a node, without comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let each = node.firstChild; each; each = each.nextSibling) {
    if (each.name !== 'LineComment') children.push(each);
  }
  return children;
}

/** A node that the grammar promises. */
export function child(reading: Reading, node: SyntaxNode, index: number): SyntaxNode {
  return childrenOf(node)[index] ?? fail(reading, node, 'unexpected end of input');
}

export function stringOf(reading: Reading, node: SyntaxNode): string {
  try {
    return readString(textOf(reading, node));
  } catch (error) {
    if (error instanceof QueryError) return fail(reading, node, error.message);
    throw error;
  }
}

/** The labels of a `by`, `on` or `group_left` list. */
export function namesIn(reading: Reading, list: SyntaxNode | null | undefined): string[] {
  if (!list) return [];
  return childrenOf(list).map((each) =>
    each.name === 'QuotedLabelName' ? stringOf(reading, each) : textOf(reading, each),
  );
}

/** Refuses an expression of another type than the place needs. */
export function expectType(
  reading: Reading,
  node: SyntaxNode,
  expr: Expr,
  type: ValueType,
  place: string,
): void {
  const actual = typeOf(expr);
  if (actual === type) return;
  fail(reading, node, `expected type ${spokenType(type)} in ${place}, got ${spokenType(actual)}`);
}
