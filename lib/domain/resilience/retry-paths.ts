import type { RetryLayer } from '@/lib/domain/resilience/setting';

/** What of a call matters for retries. */
export interface CallEdge {
  readonly source: string;
  readonly target: string;
  /** The hosts that the caller addressed. */
  readonly hosts: readonly string[];
}

/** One step of a path, with how often it is tried at most. */
export interface PathStep {
  readonly source: string;
  readonly target: string;
  readonly tries: number;
}

/** A chain of calls on which retries multiply. */
export interface RetryPath {
  readonly steps: readonly PathStep[];
  /** How often the last server may be asked for one request of the first caller. */
  readonly product: number;
}

/** Chains of calls are rarely longer, and a loop among services ends here. */
const MAX_STEPS = 12;

/**
 * Finds the path through a node on which one request may be tried most often, where at least two steps of it are
 * retried: each retry of an outer call brings all those of the inner ones with it.
 *
 * @param edges Calls; those of one pair may be several.
 * @returns Null when no two steps of a path are retried.
 */
export function worstRetryPath(
  node: string,
  edges: readonly CallEdge[],
  layers: readonly RetryLayer[],
): RetryPath | null {
  const steps = stepsOf(edges, layers);
  const into = longest(node, groupBy(steps, 'target'), 'source');
  const onward = longest(node, groupBy(steps, 'source'), 'target');
  const path = trimmed([...into.toReversed(), ...onward]);
  const retried = path.filter(({ tries }) => tries > 1);
  if (retried.length < 2) return null;
  return { steps: path, product: productOf(path) };
}

function stepsOf(edges: readonly CallEdge[], layers: readonly RetryLayer[]): readonly PathStep[] {
  const triesTo = new Map<string, number>();
  for (const { host, tries } of layers) triesTo.set(host, Math.max(tries, triesTo.get(host) ?? 1));
  const steps = new Map<string, PathStep>();
  for (const { source, target, hosts } of edges) {
    if (source === target) continue;
    const tries = Math.max(1, ...hosts.map((host) => triesTo.get(host) ?? 1));
    const key = `${source}>${target}`;
    if (tries > (steps.get(key)?.tries ?? 0)) steps.set(key, { source, target, tries });
  }
  return [...steps.values()];
}

function groupBy(
  steps: readonly PathStep[],
  end: 'source' | 'target',
): ReadonlyMap<string, readonly PathStep[]> {
  const groups = new Map<string, PathStep[]>();
  for (const step of steps) {
    const group = groups.get(step[end]);
    if (group === undefined) groups.set(step[end], [step]);
    else group.push(step);
  }
  return groups;
}

type Paths = ReadonlyMap<string, readonly PathStep[]>;

/** The steps away from a node with the largest product: the best of each length at each node, as in a relay. */
function longest(
  from: string,
  next: ReadonlyMap<string, readonly PathStep[]>,
  far: 'source' | 'target',
): readonly PathStep[] {
  let best: readonly PathStep[] = [];
  let front: Paths = new Map([[from, []]]);
  for (let length = 0; length < MAX_STEPS && front.size > 0; length += 1) {
    front = oneStepOn(front, next, far, from);
    for (const path of front.values()) if (productOf(path) > productOf(best)) best = path;
  }
  return best;
}

function oneStepOn(
  front: Paths,
  next: ReadonlyMap<string, readonly PathStep[]>,
  far: 'source' | 'target',
  from: string,
): Paths {
  const reached = new Map<string, readonly PathStep[]>();
  for (const [node, path] of front) {
    for (const step of next.get(node) ?? []) {
      const end = step[far];
      if (end === from || path.some((each) => each[far] === end)) continue;
      const known = reached.get(end);
      const longer = [...path, step];
      if (known === undefined || productOf(longer) > productOf(known)) reached.set(end, longer);
    }
  }
  return reached;
}

function productOf(path: readonly PathStep[]): number {
  return path.reduce((product, { tries }) => product * tries, 1);
}

/** Steps at either end that are not retried say nothing. */
function trimmed(path: readonly PathStep[]): readonly PathStep[] {
  const first = path.findIndex(({ tries }) => tries > 1);
  const last = path.findLastIndex(({ tries }) => tries > 1);
  return first === -1 ? [] : path.slice(first, last + 1);
}
