import type { MatrixSeries, VectorSample } from '@/lib/domain/samples';
import { UpstreamError } from '@/lib/upstream/error';
import type { PrometheusClient } from '@/lib/upstream/prometheus/client';

export interface FakePrometheus extends PrometheusClient {
  /** Every query that was sent, in order. */
  readonly sent: string[];
}

export interface FakeAnswers {
  /** Throws to fail. */
  readonly instant?: (promql: string, atMs: number) => readonly VectorSample[];
  readonly range?: (promql: string) => readonly MatrixSeries[];
}

/** A Prometheus that answers from functions, one turn of the event loop later. */
export function fakePrometheus({ instant, range }: FakeAnswers = {}): FakePrometheus {
  const sent: string[] = [];
  return {
    sent,
    async instant(promql, at, signal) {
      sent.push(promql);
      await Promise.resolve();
      signal.throwIfAborted();
      return { samples: instant?.(promql, at) ?? [], warnings: [] };
    },
    async range(promql, _range, signal) {
      sent.push(promql);
      await Promise.resolve();
      signal.throwIfAborted();
      return { series: range?.(promql) ?? [], warnings: [] };
    },
    buildInfo: () => Promise.resolve({ version: '3.5.0' }),
    close: () => Promise.resolve(),
  };
}

/** What a Prometheus that is down makes its client throw. */
export function prometheusDown(): UpstreamError {
  return new UpstreamError('prometheus', 'unavailable', 'connection refused');
}
