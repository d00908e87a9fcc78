import type { SyntaxNode } from '@lezer/common';
import {
  COMPARISONS,
  SET_OPERATORS,
  type BinaryExpr,
  type Expr,
  type Grouping,
  type VectorMatching,
} from './ast';
import {
  child,
  childrenOf,
  expectType,
  fail,
  namesIn,
  textOf,
  type Finish,
  type Reading,
} from './reading';
import { SIGNATURES, spokenType, typeOf } from './signatures';

const UNSUPPORTED_AGGREGATIONS = new Set(['limitk', 'limit_ratio']);

export function readUnary(reading: Reading, node: SyntaxNode, finish: Finish): Expr {
  const sign = textOf(reading, child(reading, node, 0));
  const expr = reading.read(child(reading, node, 1), finish);
  const type = typeOf(expr);
  if (type !== 'scalar' && type !== 'vector') {
    fail(
      reading,
      node,
      `unary expression only allowed on expressions of type scalar or instant vector, got "${spokenType(type)}"`,
    );
  }
  return sign === '-' ? { kind: 'negate', expr } : expr;
}

function readMatching(reading: Reading, node: SyntaxNode, op: string): VectorMatching {
  const isSet = SET_OPERATORS.has(op);
  const unmatched = isSet ? 'both' : 'none';
  const clause = node.getChild('MatchingModifierClause');
  if (!clause) return { isOn: false, labels: [], many: unmatched, include: [] };
  const [first, second] = clause.getChildren('GroupingLabels');
  const labels = namesIn(reading, first);
  const include = namesIn(reading, second);
  const isOn = clause.getChild('On') !== null;
  const isLeft = clause.getChild('GroupLeft') !== null;
  const isRight = clause.getChild('GroupRight') !== null;
  if (isSet && (isLeft || isRight)) {
    fail(reading, node, `no grouping allowed for "${op}" operation`);
  }
  const shared = isOn ? labels.find((label) => include.includes(label)) : undefined;
  if (shared !== undefined) {
    const operator = child(reading, node, 1);
    fail(reading, operator, `label "${shared}" must not occur in ON and GROUP clause at once`);
  }
  if (isLeft) return { isOn, labels, many: 'left', include };
  return { isOn, labels, many: isRight ? 'right' : unmatched, include };
}

/** What is wrong with the operands' types, or undefined. */
function problemOf(expr: BinaryExpr, hasMatching: boolean): string | undefined {
  const types = [typeOf(expr.left), typeOf(expr.right)];
  const scalars = types.filter((type) => type === 'scalar').length;
  const isComparison = COMPARISONS.has(expr.op);
  const problems: readonly (readonly [boolean, string])[] = [
    [
      types.includes('matrix') || types.includes('string'),
      'binary expression must contain only scalar and instant vector types',
    ],
    [expr.returnsBool && !isComparison, 'bool modifier can only be used on comparison operators'],
    [
      scalars === 2 && isComparison && !expr.returnsBool,
      'comparisons between scalars must use BOOL modifier',
    ],
    [
      scalars > 0 && SET_OPERATORS.has(expr.op),
      `set operator "${expr.op}" not allowed in binary scalar expression`,
    ],
    [scalars > 0 && hasMatching, 'vector matching only allowed between instant vectors'],
  ];
  return problems.find(([isWrong]) => isWrong)?.[1];
}

/** The grammar takes a sign for the literal's own, but a power binds tighter: -1^2 is -1. */
function regroupPower(expr: BinaryExpr, leftText: string): Expr {
  const { left } = expr;
  if (expr.op !== '^' || left.kind !== 'number' || !/^[-+]/.test(leftText)) return expr;
  const isNegative = leftText.startsWith('-');
  const base = { kind: 'number', value: isNegative ? -left.value : left.value } as const;
  const power = { ...expr, left: base };
  return isNegative ? { kind: 'negate', expr: power } : power;
}

export function readBinary(reading: Reading, node: SyntaxNode, finish: Finish): Expr {
  const parts = childrenOf(node);
  const left = child(reading, node, 0);
  const right = child(reading, node, parts.length - 1);
  const operator = child(reading, node, 1);
  const op = textOf(reading, operator).toLowerCase();
  if (node.getChild('FillModifier')) fail(reading, node, 'fill is not supported by the demo');
  const expr: BinaryExpr = {
    kind: 'binary',
    op,
    left: reading.read(left),
    right: reading.read(right, finish),
    returnsBool: node.getChild('BoolModifier') !== null,
    matching: readMatching(reading, node, op),
  };
  const problem = problemOf(expr, node.getChild('MatchingModifierClause') !== null);
  if (problem !== undefined) fail(reading, operator, problem);
  return regroupPower(expr, textOf(reading, left));
}

export function readCall(reading: Reading, node: SyntaxNode): Expr {
  const name = textOf(reading, child(reading, node, 0));
  const written = childrenOf(child(reading, node, 1));
  const args = written.map((each) => reading.read(each));
  const signature = SIGNATURES.get(name);
  if (!signature) return fail(reading, node, `the function "${name}" is not supported by the demo`);
  if (args.length < signature.least || args.length > signature.most) {
    const bound = args.length < signature.least ? signature.least : signature.most;
    const word = signature.least === signature.most ? '' : 'at least ';
    fail(
      reading,
      node,
      `expected ${word}${bound} argument(s) in call to "${name}", got ${args.length}`,
    );
  }
  args.forEach((arg, index) => {
    const type = signature.args[index] ?? signature.args.at(-1) ?? 'vector';
    expectType(reading, written[index] ?? node, arg, type, `call to function "${name}"`);
  });
  return { kind: 'call', name, args };
}

function readGrouping(reading: Reading, node: SyntaxNode): Grouping {
  const modifier = node.getChild('AggregateModifier');
  return {
    isWithout: Boolean(modifier?.getChild('Without')),
    labels: namesIn(reading, modifier?.getChild('GroupingLabels')),
  };
}

function parameterType(op: string): 'scalar' | 'string' | null {
  if (op === 'topk' || op === 'bottomk' || op === 'quantile') return 'scalar';
  return op === 'count_values' ? 'string' : null;
}

export function readAggregate(reading: Reading, node: SyntaxNode): Expr {
  const op = textOf(reading, child(reading, node, 0)).toLowerCase();
  if (UNSUPPORTED_AGGREGATIONS.has(op)) fail(reading, node, `${op} is not supported by the demo`);
  const body = node.getChild('FunctionCallBody');
  const written = body ? childrenOf(body) : [];
  const args = written.map((each) => reading.read(each));
  const type = parameterType(op);
  const expected = type ? 2 : 1;
  const expr = args.at(-1);
  if (!expr || args.length !== expected) {
    const counts = `expected ${expected}, got ${args.length}`;
    return fail(
      reading,
      node,
      `wrong number of arguments for aggregate expression provided, ${counts}`,
    );
  }
  expectType(reading, written.at(-1) ?? node, expr, 'vector', 'aggregation expression');
  const aggregate = { kind: 'aggregate', op, grouping: readGrouping(reading, node), expr } as const;
  const [param] = args;
  if (!type || !param) return aggregate;
  expectType(reading, written[0] ?? node, param, type, 'aggregation parameter');
  return { ...aggregate, param };
}
