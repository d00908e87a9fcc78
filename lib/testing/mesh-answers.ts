import { ModelStore } from '@/demo/prometheus/model-store';
import { answerInstant } from '@/demo/prometheus/query';
import type { SampleStore } from '@/demo/prometheus/samples';
import type { TrafficModel } from '@/demo/model/types';
import type { MeshAdapter, NamedQuery, QueryAnswers } from '@/lib/mesh/adapter';
import type { GraphView } from '@/lib/domain/model';

/** How far apart the demo's Prometheus takes samples. */
const SCRAPE_SECONDS = 5;

/** What the demo's Prometheus, evaluated in this process, answers to queries of a mesh. */
export function answersOf(
  model: TrafficModel,
  queries: readonly NamedQuery[],
  atSeconds: number,
): QueryAnswers {
  return answersFrom(new ModelStore(model, SCRAPE_SECONDS), queries, atSeconds);
}

/** The same of given samples. */
export function answersFrom(
  store: SampleStore,
  queries: readonly NamedQuery[],
  atSeconds: number,
): QueryAnswers {
  return new Map(
    queries.map(({ key, promql }) => {
      const value = answerInstant(store, promql, atSeconds * 1000);
      if (value.type !== 'vector') throw new TypeError(`${key} is no vector`);
      const samples = value.samples
        .filter((sample) => !Number.isNaN(sample.value))
        .map((sample) => ({
          labels: new Map(Object.entries(sample.labels)),
          value: sample.value,
        }));
      return [key, samples] as const;
    }),
  );
}

/** What an adapter makes of the demo's traffic. */
export function telemetryOf(
  mesh: Pick<MeshAdapter, 'telemetryQueries' | 'telemetry'>,
  model: TrafficModel,
  atSeconds: number,
  view: GraphView = 'workload',
) {
  const request = { windowSeconds: 300, view, proxies: 'folded' } as const;
  const answers = answersOf(model, mesh.telemetryQueries(request), atSeconds);
  return mesh.telemetry(answers, request);
}
