import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import type { Expr } from './ast';
import { readNumber } from './literals';
import { QueryError } from './query-error';
import { readAggregate, readBinary, readCall, readUnary } from './read-operation';
import { readMatrix, readSelector, readShifted, readSubquery } from './read-selector';
import {
  child,
  childrenOf,
  fail,
  failAt,
  stringOf,
  textOf,
  type Finish,
  type Reading,
} from './reading';

type OperandReader = (reading: Reading, node: SyntaxNode) => Expr;

const OPERANDS: ReadonlyMap<string, OperandReader> = new Map<string, OperandReader>([
  ['ParenExpr', (reading, node) => reading.read(child(reading, node, 0))],
  [
    'NumberDurationLiteral',
    (reading, node) => ({ kind: 'number', value: readNumber(textOf(reading, node)) }),
  ],
  ['StringLiteral', (reading, node) => ({ kind: 'string', value: stringOf(reading, node) })],
  ['VectorSelector', readSelector],
  ['FunctionCall', readCall],
  ['AggregateExpr', readAggregate],
]);

type OperatorReader = (reading: Reading, node: SyntaxNode, finish: Finish) => Expr;

const OPERATORS: ReadonlyMap<string, OperatorReader> = new Map<string, OperatorReader>([
  ['MatrixSelector', readMatrix],
  ['SubqueryExpr', readSubquery],
  ['OffsetExpr', readShifted],
  ['StepInvariantExpr', readShifted],
  ['UnaryExpr', readUnary],
  ['BinaryExpr', readBinary],
]);

const PARENTHESES = new Set(['FunctionCallBody', 'GroupingLabels', 'ParenExpr']);

/** What is wrong at the place where the grammar gave up. */
function problemAt(rest: string, inside: string | undefined): string {
  if (rest !== '') {
    const isName = /^[A-Za-z_]/.test(rest);
    return `unexpected ${isName ? 'identifier ' : ''}"${/^\w+|./.exec(rest)?.[0] ?? ''}"`;
  }
  if (inside !== undefined && PARENTHESES.has(inside)) return 'unclosed left parenthesis';
  return `unexpected end of input${inside === 'LabelMatchers' ? ' inside braces' : ''}`;
}

function refuseErrors(text: string, root: SyntaxNode): void {
  const cursor = root.cursor();
  do {
    if (!cursor.type.isError) continue;
    const rest = text.slice(cursor.from).trim();
    const called = /(\w+)$/.exec(text.slice(0, cursor.from))?.[1];
    if (rest.startsWith('(') && called !== undefined) {
      failAt(text, cursor.from - called.length, `unknown function with name "${called}"`);
    }
    failAt(text, cursor.from, problemAt(rest, cursor.node.parent?.name));
  } while (cursor.next());
}

/**
 * Reads a query by the grammar that Prometheus publishes for its own console.
 *
 * @throws QueryError `bad_data` for a query that Prometheus would refuse, or that uses what the
 * demo lacks; the message says where.
 */
export function parseQuery(text: string): Expr {
  if (text.trim() === '') {
    throw new QueryError('bad_data', 'unknown position: parse error: no expression found in input');
  }
  const root = parser.parse(text).topNode;
  refuseErrors(text, root);
  const reading: Reading = {
    text,
    read: (node, finish = (expr) => expr) => {
      const operator = OPERATORS.get(node.name);
      if (operator) return operator(reading, node, finish);
      const operand = OPERANDS.get(node.name);
      if (operand) return finish(operand(reading, node));
      return fail(reading, node, `${node.name} is not supported by the demo`);
    },
  };
  const [first] = childrenOf(root);
  return first ? reading.read(first) : failAt(text, 0, 'no expression found in input');
}
