import type { GroupMemory } from './aggregate';
import type { Expr } from './ast';
import type { SignatureCache } from './binary';
import type { HistogramMemory } from './histogram-quantile';
import type { RelabelCache } from './label-functions';

/** What an operation has found out about labels. It holds for ever: only values change. */
export interface NodeMemory {
  readonly groups: GroupMemory;
  readonly signatures: SignatureCache;
  readonly histograms: HistogramMemory;
  readonly relabelled: RelabelCache;
}

function createNodeMemory(): NodeMemory {
  return {
    groups: { metrics: new WeakMap(), byKey: new Map() },
    signatures: new WeakMap(),
    histograms: { buckets: new WeakMap(), byKey: new Map() },
    relabelled: new WeakMap(),
  };
}

/** All that the outcome of an operation depends on, except its operands. */
function operationOf(expr: Expr): string {
  if (expr.kind === 'aggregate') return JSON.stringify(['aggregate', expr.grouping]);
  if (expr.kind === 'binary') return JSON.stringify(['binary', expr.matching]);
  if (expr.kind !== 'call') return expr.kind;
  const texts = expr.args.map((arg) => (arg.kind === 'string' ? arg.value : null));
  return JSON.stringify([expr.name, texts]);
}

/** So many different operations are remembered; the console's queries have a few dozen. */
const MAX_OPERATIONS = 60;

/** Remembers what operations found out about labels, from query to query. */
export class LabelMemory {
  readonly #operations = new Map<string, NodeMemory>();

  of(expr: Expr): NodeMemory {
    const operation = operationOf(expr);
    const memory = this.#operations.get(operation) ?? createNodeMemory();
    this.#operations.delete(operation);
    this.#operations.set(operation, memory);
    const [oldest] = this.#operations.keys();
    if (this.#operations.size > MAX_OPERATIONS && oldest !== undefined) {
      this.#operations.delete(oldest);
    }
    return memory;
  }
}
