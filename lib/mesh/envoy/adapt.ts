import type { MeshAdapter } from '@/lib/mesh/adapter';
import { observationQueries, observe } from '@/lib/mesh/envoy/observe';
import { namespaceQueries } from '@/lib/mesh/envoy/overview-queries';
import { panels } from '@/lib/mesh/envoy/panels';
import { presence, telemetryQueries } from '@/lib/mesh/envoy/queries';
import { telemetry } from '@/lib/mesh/envoy/telemetry';
import type { EnvoyVocabulary } from '@/lib/mesh/envoy/vocabulary';

type EnvoyTelemetry = Pick<
  MeshAdapter,
  | 'presence'
  | 'telemetryQueries'
  | 'telemetry'
  | 'namespaceQueries'
  | 'panels'
  | 'observationQueries'
  | 'observe'
>;

/** The telemetry of a mesh whose figures are Envoy's own statistics, labelled in its words. */
export function envoyTelemetry(vocabulary: EnvoyVocabulary): EnvoyTelemetry {
  return {
    presence: (offsetSeconds) => presence(vocabulary, offsetSeconds),
    telemetryQueries: (request) => telemetryQueries(vocabulary, request),
    telemetry: (answers, request) => telemetry(vocabulary, answers, request),
    namespaceQueries: (window) => namespaceQueries(vocabulary, window),
    panels: (target, window) => panels(vocabulary, target, window),
    observationQueries: (window) => observationQueries(vocabulary, window),
    observe: (splits, answers) => observe(vocabulary, splits, answers),
  };
}
