import { layoutGraph } from '@/lib/viz/graph/layout/layout';
import type { GraphLayout, LayoutInput } from '@/lib/viz/graph/layout/problem';

/** What the page asks of the layout worker. */
export interface LayoutRequest {
  readonly id: number;
  readonly input: LayoutInput;
  readonly previous: GraphLayout | undefined;
}

/** What the worker answers. */
export interface LayoutReply {
  readonly id: number;
  readonly layout: GraphLayout;
}

/** Lays out graphs one after the other. */
export interface Layouter {
  /** Resolves with the layout; never when a newer request came before it was done. */
  readonly layOut: (input: LayoutInput, previous: GraphLayout | undefined) => Promise<GraphLayout>;
  readonly close: () => void;
}

/** Small graphs are laid out sooner than a worker can be asked. */
const WORTH_A_WORKER = 60;

/** A layouter that works beside the page; on the page itself where no worker can be started. */
export function createLayouter(): Layouter {
  let worker = startWorker();
  let latest = 0;
  const waiting = new Map<number, (layout: GraphLayout) => void>();
  worker?.addEventListener('message', ({ data }: MessageEvent<LayoutReply>) => {
    if (data.id === latest) waiting.get(data.id)?.(data.layout);
    waiting.delete(data.id);
  });
  worker?.addEventListener('error', () => {
    worker?.terminate();
    worker = null;
  });

  return {
    layOut: (input, previous) => {
      latest += 1;
      const id = latest;
      const beside = worker;
      if (beside === null || input.nodes.length < WORTH_A_WORKER) {
        return Promise.resolve(layoutGraph(input, previous));
      }
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        // A worker that cannot start says so only later; then the page does the work.
        beside.addEventListener('error', () => resolve(layoutGraph(input, previous)), {
          once: true,
        });
        const request: LayoutRequest = { id, input, previous };
        beside.postMessage(request);
      });
    },
    close: () => worker?.terminate(),
  };
}

function startWorker(): Worker | null {
  try {
    return new Worker(new URL('./workers/graph-layout.ts', import.meta.url), { type: 'module' });
  } catch {
    return null;
  }
}
