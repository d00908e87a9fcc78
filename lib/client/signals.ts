import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { apiRoot, getJson } from '@/lib/client/api';
import { presentMs } from '@/lib/client/present';
import { RANGE_SECONDS, type NodePage } from '@/lib/contract/node-url';
import { signalsAnswerSchema } from '@/lib/contract/signals';
import { pollMs, type View } from '@/lib/contract/view-url';
import type { MomentRange } from '@/lib/domain/moment-range';

export interface SignalsQuestion {
  readonly node: string;
  readonly direction: NodePage['direction'];
  readonly range: NodePage['range'];
}

/** The part of a view that says which time charts show. */
type SignalsTime = Pick<View, 'at' | 'between'>;

/** Every cache key that starts with `signals` is made here. */
export const signalsKeys = {
  all: ['signals'] as const,
  byQuestion: (question: SignalsQuestion, time: SignalsTime) =>
    [...signalsKeys.all, question, time] as const,
};

/** About so many points a line: more cannot be told apart on a screen. */
const POINTS = 120;
/** Prometheus is rarely asked to look more often than this. */
const FINEST_STEP_SECONDS = 15;

/**
 * The golden signals of a node over the range up to the moment of the view, or over the time that
 * was chosen. While live the range ends now, so each refresh asks for a later one; the older chart
 * stays until it has come.
 */
export function signalsOptions(question: SignalsQuestion, view: View) {
  const time = { at: view.at, between: view.between };
  return queryOptions({
    queryKey: signalsKeys.byQuestion(question, time),
    queryFn: ({ signal }) => {
      const query = writeSignalsQuery(question, time, presentMs());
      return getJson(`${apiRoot()}/signals?${query}`, signalsAnswerSchema, signal);
    },
    refetchInterval: pollMs(view),
    placeholderData: (data, query) =>
      query?.queryKey[1].node === question.node ? keepPreviousData(data) : undefined,
  });
}

/** The query of `GET /api/v1/signals` for a view. Aligned to the step, so that points do not wander. */
export function writeSignalsQuery(
  question: SignalsQuestion,
  { at, between }: SignalsTime,
  nowMs: number,
): URLSearchParams {
  const { node, direction, range } = question;
  const time = between ?? lastOf(RANGE_SECONDS[range], at ?? nowMs);
  const seconds = (time.toMs - time.fromMs) / 1000;
  const step = Math.max(FINEST_STEP_SECONDS, Math.ceil(seconds / POINTS));
  // A chosen time is shown whole; one that ends now would have its last point to come.
  const to = (between === null ? Math.floor : Math.ceil)(time.toMs / 1000 / step) * step;
  const from = between === null ? to - seconds : Math.floor(time.fromMs / 1000 / step) * step;
  return new URLSearchParams({
    node,
    direction,
    from: String(from),
    to: String(to),
    step: String(step),
  });
}

function lastOf(seconds: number, toMs: number): MomentRange {
  return { fromMs: toMs - seconds * 1000, toMs };
}
