import { resourceSpans } from './otlp';
import type { DemoTrace, TraceStore } from './types';

const TRACES_PER_REQUEST = 200;

/**
 * Sends the traces that began in `[fromUs, toUs]` to an OTLP/HTTP receiver, as JSON.
 *
 * @param url base of the receiver, for example `http://127.0.0.1:4318`
 * @returns what was sent
 * @throws Error when the receiver refuses
 */
export async function exportSpans(
  url: string,
  store: TraceStore,
  { fromUs, toUs }: { readonly fromUs: number; readonly toUs: number },
): Promise<readonly DemoTrace[]> {
  const traces = store.find({ fromUs, toUs, tags: new Map(), limit: Infinity });
  for (let first = 0; first < traces.length; first += TRACES_PER_REQUEST) {
    await exportTraces(url, traces.slice(first, first + TRACES_PER_REQUEST));
  }
  return traces;
}

/** Sends these traces in one request. @throws Error when the receiver refuses */
export async function exportTraces(url: string, traces: readonly DemoTrace[]): Promise<void> {
  const body = { resourceSpans: traces.flatMap(({ spans }) => resourceSpans(spans)) };
  const response = await fetch(`${url.replace(/\/$/, '')}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(
      `${url} refused the spans: ${String(response.status)} ${await response.text()}`,
    );
  }
}
