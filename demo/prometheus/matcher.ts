import { valueOf, type Metric } from './labels';
import { compileAnchored } from './regex';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** One condition on one label. */
export interface Matcher {
  readonly label: string;
  readonly op: MatchOperator;
  readonly value: string;
  readonly accepts: (value: string) => boolean;
}

function acceptorOf(op: MatchOperator, value: string): (actual: string) => boolean {
  switch (op) {
    case '=':
      return (actual) => actual === value;
    case '!=':
      return (actual) => actual !== value;
    case '=~': {
      const pattern = compileAnchored(value);
      return (actual) => pattern.test(actual);
    }
    case '!~': {
      const pattern = compileAnchored(value);
      return (actual) => !pattern.test(actual);
    }
  }
}

/** @throws QueryError `bad_data` when the value is not a pattern, but should be. */
export function createMatcher(label: string, op: MatchOperator, value: string): Matcher {
  return { label, op, value, accepts: acceptorOf(op, value) };
}

export function matches(metric: Metric, matchers: readonly Matcher[]): boolean {
  return matchers.every(({ label, accepts }) => accepts(valueOf(metric, label)));
}
