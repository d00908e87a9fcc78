import { parser } from '@prometheus-io/lezer-promql';

/** An expression taken apart: what it means, and the texts that it speaks about. */
export interface PromQlShape {
  /** Every node of the syntax tree in order, with its text where it is a leaf; string literals by kind only. */
  readonly structure: readonly string[];
  /** Every string literal, as it is written. */
  readonly literals: readonly string[];
  /** For each of them, whether it is read as a regular expression. */
  readonly patterns: readonly boolean[];
}

/** Reads an expression with Prometheus's own grammar; null when that finds an error in it. */
export function shapeOf(promql: string): PromQlShape | null {
  const structure: string[] = [];
  const literals: string[] = [];
  const patterns: boolean[] = [];
  const open: number[] = [];
  let errors = 0;
  parser.parse(promql).iterate({
    enter({ name, type, from, to }) {
      if (type.isError) errors += 1;
      if (name === 'StringLiteral') {
        literals.push(promql.slice(from, to));
        patterns.push(structure.at(-1)?.endsWith('~') === true);
      }
      open.push(structure.push(name) - 1);
    },
    leave({ name, from, to }) {
      const at = open.pop() ?? 0;
      const isLeaf = at === structure.length - 1;
      if (isLeaf && name !== 'StringLiteral') structure[at] = `${name} ${promql.slice(from, to)}`;
    },
  });
  return errors === 0 ? { structure, literals, patterns } : null;
}
