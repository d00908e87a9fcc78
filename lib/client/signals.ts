import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import { RANGE_SECONDS, type NodePage } from '@/lib/contract/node-url';
import { signalsAnswerSchema } from '@/lib/contract/signals';
import { pollMs, type View } from '@/lib/contract/view-url';

export interface SignalsQuestion {
  readonly node: string;
  readonly direction: NodePage['direction'];
  readonly range: NodePage['range'];
}

/** Every cache key that starts with `signals` is made here. */
export const signalsKeys = {
  all: ['signals'] as const,
  byQuestion: (question: SignalsQuestion, at: number | null) =>
    [...signalsKeys.all, question, at] as const,
};

/** About so many points a line: more cannot be told apart on a screen. */
const POINTS = 120;
/** Prometheus is rarely asked to look more often than this. */
const FINEST_STEP_SECONDS = 15;

/**
 * The golden signals of a node over the range up to the moment of the view. While live the range
 * ends now, so each refresh asks for a later one; the older chart stays until it has come.
 */
export function signalsOptions(question: SignalsQuestion, view: View) {
  return queryOptions({
    queryKey: signalsKeys.byQuestion(question, view.at),
    queryFn: ({ signal }) => {
      const query = writeSignalsQuery(question, view.at ?? Date.now());
      return getJson(`/api/v1/signals?${query}`, signalsAnswerSchema, signal);
    },
    refetchInterval: pollMs(view),
    placeholderData: (data, query) =>
      query?.queryKey[1].node === question.node ? keepPreviousData(data) : undefined,
  });
}

/** `until`: epoch milliseconds. Aligned to the step, so that points do not wander on refresh. */
export function writeSignalsQuery(question: SignalsQuestion, until: number): URLSearchParams {
  const seconds = RANGE_SECONDS[question.range];
  const step = Math.max(FINEST_STEP_SECONDS, Math.ceil(seconds / POINTS));
  const to = Math.floor(until / 1000 / step) * step;
  return new URLSearchParams({
    node: question.node,
    direction: question.direction,
    from: String(to - seconds),
    to: String(to),
    step: String(step),
  });
}
