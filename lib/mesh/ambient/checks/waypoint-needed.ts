import { CAPTURED_READS, capturedBy } from '@/lib/mesh/ambient/checks/captured-selection';
import { L7_PAGE } from '@/lib/mesh/ambient/checks/pages';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf } from '@/lib/mesh/fields';
import { REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN } from '@/lib/mesh/istio/kinds';

export const waypointNeeded: Rule = {
  code: 'AM202',
  severity: 'warning',
  title: 'Something for requests applies to pods before which only ztunnel stands',
  why: 'ztunnel reads neither tokens nor plugins, and tells of connections only: the object has no effect on these pods.',
  mend: 'Put a waypoint before the service, and attach the object to it by targetRefs.',
  link: L7_PAGE,
  subjects: [REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN],
  reads: CAPTURED_READS,
  check: (object, lookups) => {
    // Traces are of requests; figures and logs of connections ztunnel has too.
    const isTelemetry = object.kind === TELEMETRY.kind;
    if (isTelemetry && fieldsOf(object.spec)['tracing'] === undefined) return [];
    const pod = capturedBy(object, lookups);
    if (pod === undefined) return [];
    return [at('', `It applies to ${pod.metadata.name}, before which ztunnel stands.`, pod)];
  },
};
