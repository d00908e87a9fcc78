import type { Matcher } from './matcher';

export type Milliseconds = number;

export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

/** What the evaluation time is replaced by and shifted by: `@` and `offset`. */
export interface TimeShift {
  readonly offsetMs: Milliseconds;
  /** A moment, or the start or end of a range query. */
  readonly at?: Milliseconds | 'start' | 'end';
}

export interface SelectorExpr extends TimeShift {
  readonly kind: 'selector';
  readonly matchers: readonly Matcher[];
}

export interface MatrixExpr {
  readonly kind: 'matrix';
  readonly selector: SelectorExpr;
  readonly rangeMs: Milliseconds;
}

export interface SubqueryExpr extends TimeShift {
  readonly kind: 'subquery';
  readonly expr: Expr;
  readonly rangeMs: Milliseconds;
  /** Absent for the default resolution. */
  readonly stepMs?: Milliseconds;
}

export interface CallExpr {
  readonly kind: 'call';
  readonly name: string;
  readonly args: readonly Expr[];
}

export interface Grouping {
  readonly isWithout: boolean;
  readonly labels: readonly string[];
}

export interface AggregateExpr {
  readonly kind: 'aggregate';
  readonly op: string;
  readonly grouping: Grouping;
  /** The k of topk, the quantile, the label of count_values. */
  readonly param?: Expr;
  readonly expr: Expr;
}

export interface VectorMatching {
  readonly isOn: boolean;
  readonly labels: readonly string[];
  /** Which side may have several elements per match group. */
  readonly many: 'none' | 'left' | 'right' | 'both';
  /** Labels that the side with one element lends to the result. */
  readonly include: readonly string[];
}

export interface BinaryExpr {
  readonly kind: 'binary';
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
  readonly returnsBool: boolean;
  readonly matching: VectorMatching;
}

export interface NegateExpr {
  readonly kind: 'negate';
  readonly expr: Expr;
}

export type Expr =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | SelectorExpr
  | MatrixExpr
  | SubqueryExpr
  | CallExpr
  | AggregateExpr
  | BinaryExpr
  | NegateExpr;

export const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<', '>', '<=', '>=']);
export const SET_OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'unless']);
