import type { SyntaxNode } from '@lezer/common';
import type { Expr, Milliseconds, SelectorExpr, TimeShift } from './ast';
import { NAME_LABEL } from './labels';
import { readDuration, readNumber } from './literals';
import { createMatcher, type MatchOperator, type Matcher } from './matcher';
import { QueryError } from './query-error';
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
import { spokenType, typeOf } from './signatures';

const OPERATORS: readonly MatchOperator[] = ['=', '!=', '=~', '!~'];

function matcherAt(reading: Reading, node: SyntaxNode): Matcher {
  if (node.name === 'QuotedLabelName') {
    return createMatcher(NAME_LABEL, '=', stringOf(reading, node));
  }
  const label = child(reading, node, 0);
  const written = textOf(reading, child(reading, node, 1));
  const value = stringOf(reading, child(reading, node, 2));
  const name = label.name === 'QuotedLabelName' ? stringOf(reading, label) : textOf(reading, label);
  const op = OPERATORS.find((each) => each === written);
  if (!op) return fail(reading, node, `unexpected label matching operator ${written}`);
  try {
    return createMatcher(name, op, value);
  } catch (error) {
    if (error instanceof QueryError) return fail(reading, node, error.message);
    throw error;
  }
}

export function readSelector(reading: Reading, node: SyntaxNode): SelectorExpr {
  const name = node.getChild('Identifier');
  const braces = node.getChild('LabelMatchers');
  const matchers = braces ? childrenOf(braces).map((each) => matcherAt(reading, each)) : [];
  if (name) {
    if (matchers.some(({ label }) => label === NAME_LABEL)) {
      const twice = matchers.find(({ label }) => label === NAME_LABEL)?.value ?? '';
      fail(
        reading,
        node,
        `metric name must not be set twice: "${textOf(reading, name)}" or "${twice}"`,
      );
    }
    matchers.unshift(createMatcher(NAME_LABEL, '=', textOf(reading, name)));
  }
  if (matchers.every(({ accepts }) => accepts(''))) {
    fail(reading, node, 'vector selector must contain at least one non-empty matcher');
  }
  return { kind: 'selector', matchers, offsetMs: 0 };
}

function durationAt(reading: Reading, node: SyntaxNode): Milliseconds {
  if (node.name === 'NumberDurationLiteralInDurationContext') {
    const text = textOf(reading, node);
    return readDuration(text) ?? readNumber(text) * 1000;
  }
  const [first, second] = childrenOf(node);
  if (first?.name === 'UnaryOp' && second) {
    return (textOf(reading, first) === '-' ? -1 : 1) * durationAt(reading, second);
  }
  if (first && !second) return durationAt(reading, first);
  return fail(reading, node, 'arithmetic of durations is not supported by the demo');
}

function rangeAt(reading: Reading, node: SyntaxNode): Milliseconds {
  const duration = durationAt(reading, node);
  return duration > 0 ? duration : fail(reading, node, 'duration must be greater than 0');
}

function matrixOf(reading: Reading, node: SyntaxNode, selector: Expr): Expr {
  const inner = child(reading, node, 0);
  if (selector.kind !== 'selector') {
    return failAt(reading.text, inner.to, 'ranges only allowed for vector selectors');
  }
  if (selector.offsetMs !== 0) fail(reading, node, 'no offset modifiers allowed before range');
  if (selector.at !== undefined) fail(reading, node, 'no @ modifiers allowed before range');
  return { kind: 'matrix', selector, rangeMs: rangeAt(reading, child(reading, node, 1)) };
}

function subqueryOf(reading: Reading, node: SyntaxNode, expr: Expr): Expr {
  const type = typeOf(expr);
  if (type !== 'vector') {
    fail(
      reading,
      node,
      `subquery is only allowed on instant vector, got ${spokenType(type)} instead`,
    );
  }
  const rangeMs = rangeAt(reading, child(reading, node, 1));
  const step = childrenOf(node)[2];
  const subquery = { kind: 'subquery', expr, rangeMs, offsetMs: 0 } as const;
  return step ? { ...subquery, stepMs: rangeAt(reading, step) } : subquery;
}

function momentAt(reading: Reading, node: SyntaxNode): NonNullable<TimeShift['at']> {
  if (node.name === 'AtModifierPreprocessors') return node.getChild('AtStart') ? 'start' : 'end';
  const at = readNumber(textOf(reading, node));
  if (!Number.isFinite(at)) fail(reading, node, 'timestamp out of bounds for @ modifier');
  return Math.round(at * 1000);
}

function shiftBy(reading: Reading, node: SyntaxNode, shifted: TimeShift): TimeShift {
  const value = child(reading, node, 2);
  if (node.name === 'OffsetExpr') {
    if (shifted.offsetMs !== 0) fail(reading, node, 'offset may not be set multiple times');
    return { ...shifted, offsetMs: durationAt(reading, value) };
  }
  if (shifted.at !== undefined) {
    fail(reading, node, '@ <timestamp> may not be set multiple times');
  }
  return { ...shifted, at: momentAt(reading, value) };
}

function shiftedBy(reading: Reading, node: SyntaxNode, expr: Expr): Expr {
  if (expr.kind === 'selector' || expr.kind === 'subquery') {
    return { ...expr, ...shiftBy(reading, node, expr) };
  }
  if (expr.kind === 'matrix') {
    const { selector } = expr;
    return { ...expr, selector: { ...selector, ...shiftBy(reading, node, selector) } };
  }
  const word = node.name === 'OffsetExpr' ? 'offset' : '@';
  const allowed = 'an instant vector selector or range vector selector or a subquery';
  return fail(reading, node, `${word} modifier must be preceded by ${allowed}`);
}

type Suffix = (reading: Reading, node: SyntaxNode, expr: Expr) => Expr;

function suffixReader(suffix: Suffix) {
  return (reading: Reading, node: SyntaxNode, finish: Finish): Expr =>
    reading.read(child(reading, node, 0), (expr) => finish(suffix(reading, node, expr)));
}

/** Reads `metric[5m]`. */
export const readMatrix = suffixReader(matrixOf);

/** Reads `expr[5m:1m]`. */
export const readSubquery = suffixReader(subqueryOf);

/** Reads `expr offset 5m` and `expr @ 1609746000`. */
export const readShifted = suffixReader(shiftedBy);
