import 'server-only';
import { setFlagsFromString } from 'node:v8';

/**
 * How much garbage may lie beside what is live before V8 collects the old part of its heap, in percent of the
 * latter. By itself V8 lets the heap grow several times over while the machine has memory, and a pod's limit is
 * not the machine's. Measured with `npm run test:faults -- fuzz` (docs/reliability.md, F4): 40 halves resident
 * memory for a twentieth more CPU. Unlike a fixed size of the heap it ends no process in a large cluster.
 */
const GARBAGE_PERCENT = 40;

/** Keeps the heap of this process near what is live in it. */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`);
}
