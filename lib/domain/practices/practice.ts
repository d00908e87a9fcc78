export type PracticeId =
  | 'start-simple'
  | 'rollout'
  | 'monitoring'
  | 'fault-injection'
  | 'mutual-tls'
  | 'proxy-limits'
  | 'trace-headers'
  | 'circuit-breakers'
  | 'timeouts'
  | 'versions';

/** One habit of running a mesh well. */
export interface Practice {
  readonly id: PracticeId;
  readonly title: string;
  /** What goes wrong without it, in a sentence. */
  readonly why: string;
}

/** The ten, in the order in which a team usually takes them up. */
export const PRACTICES: readonly Practice[] = [
  {
    id: 'start-simple',
    title: 'Start simple',
    why: 'Each object of a mesh is one more thing to know when something is slow at night.',
  },
  {
    id: 'rollout',
    title: 'Roll out by namespace',
    why: 'A namespace that is half in a mesh has two kinds of calls, and two ways to fail.',
  },
  {
    id: 'monitoring',
    title: 'Monitoring in place',
    why: 'What does not report cannot be judged, and a change to it is blind.',
  },
  {
    id: 'mutual-tls',
    title: 'Mutual TLS on',
    why: 'Whoever can reach the network reads what is sent in plain text, and no identity is checked.',
  },
  {
    id: 'proxy-limits',
    title: 'Limits on proxies',
    why: 'A proxy without limits takes CPU and memory from the work beside it.',
  },
  {
    id: 'trace-headers',
    title: 'Trace headers passed on',
    why: 'A workload that drops them cuts each trace in two, just where it was needed.',
  },
  {
    id: 'timeouts',
    title: 'Sensible timeouts',
    why: 'Without one a caller waits for ever; with a short one it gives up on answers that come.',
  },
  {
    id: 'circuit-breakers',
    title: 'Circuit breakers',
    why: 'Without one a slow server takes its callers down with it.',
  },
  {
    id: 'versions',
    title: 'Versions told apart',
    why: 'Only traffic of versions that are told apart can be moved by weight, and taken back.',
  },
  {
    id: 'fault-injection',
    title: 'Faults tried out',
    why: 'Timeouts, retries and breakers that were never needed may not work when they are.',
  },
];

/**
 * How far a namespace follows a practice. `unknown` where it cannot be told, and `none` where there is nothing
 * that it could apply to.
 */
export type PracticeState = 'met' | 'partly' | 'missing' | 'unknown' | 'none';

export interface PracticeScore {
  readonly id: PracticeId;
  readonly state: PracticeState;
  /** What was seen, in sentences; at least one. */
  readonly evidence: readonly string[];
  /** What to do next, in a sentence; null where nothing is left to do. */
  readonly next: string | null;
}
