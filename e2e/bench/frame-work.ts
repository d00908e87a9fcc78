import type { Browser, Page } from '@playwright/test';
import { z } from 'zod';
import { groupBy } from '../../lib/domain/group-by';

/** What frames of a page cost, in milliseconds. */
export interface FrameTimes {
  /** From the beginning of one frame to that of the next; not under 16.7 on a screen of 60 Hz. */
  readonly intervals: readonly number[];
  /** Processor time of the page's main thread per frame: script, style, layout, painting, drawing. */
  readonly work: readonly number[];
}

const eventSchema = z.looseObject({
  name: z.string(),
  pid: z.number(),
  tid: z.number(),
  ts: z.number().optional(),
  tdur: z.number().optional(),
  dur: z.number().optional(),
});
type TraceEvent = z.infer<typeof eventSchema>;

const traceSchema = z.object({ traceEvents: z.array(eventSchema) });

const CATEGORIES = ['-*', 'devtools.timeline', 'disabled-by-default-devtools.timeline'];
const FRAME = 'BeginMainThreadFrame';
const TASK = 'RunTask';

/** Lets the browser trace itself while something is done, and reads what each frame of the page cost. */
export async function frameTimes(
  browser: Browser,
  page: Page,
  doing: () => Promise<void>,
): Promise<FrameTimes> {
  await browser.startTracing(page, {
    categories: [...CATEGORIES, `${CATEGORIES[2] ?? ''}.frame`],
  });
  await doing();
  const { traceEvents } = traceSchema.parse(JSON.parse(String(await browser.stopTracing())));
  return readFrames(busiestThread(traceEvents));
}

/** The events of the thread with the most frames: that of the page. */
function busiestThread(events: readonly TraceEvent[]): TraceEvent[] {
  const threads = groupBy(events, ({ pid, tid }) => `${pid} ${tid}`);
  const framesOf = (thread: readonly TraceEvent[]) =>
    thread.filter(({ name }) => name === FRAME).length;
  const [busiest] = [...threads.values()].toSorted((a, b) => framesOf(b) - framesOf(a));
  if (busiest === undefined || framesOf(busiest) < 20) throw new Error('too few frames were drawn');
  return busiest;
}

function readFrames(events: readonly TraceEvent[]): FrameTimes {
  const starts = events
    .flatMap(({ name, ts }) => (name === FRAME && ts !== undefined ? [ts] : []))
    .toSorted((a, b) => a - b);
  const work = starts.map(() => 0);
  for (const { name, ts, dur = 0, tdur = dur } of events) {
    if (name !== TASK || ts === undefined) continue;
    // The task that draws a frame begins before the frame's own event, which is within it.
    const frame = starts.findLastIndex((start) => start <= ts + dur);
    work[frame] = (work[frame] ?? 0) + tdur / 1000;
  }
  // The first frames belong to what came before, the last is cut off.
  const intervals = starts.slice(1).map((start, i) => (start - (starts[i] ?? start)) / 1000);
  return { intervals: intervals.slice(2, -1), work: work.slice(2, -1) };
}
