import { edgeId, nodeId, type MeshEdge, type MeshNode, type Signals } from '@/lib/domain/model';
import { policies } from '@/lib/mesh/gateway-api/policies';
import type { MeshAdapter, MeshTelemetry } from '@/lib/mesh/adapter';

/** A workload of the fake mesh. */
export function workload(namespace: string, name: string, extra: Partial<MeshNode> = {}): MeshNode {
  return {
    id: nodeId('c1', namespace, 'workload', name),
    kind: 'workload',
    cluster: 'c1',
    namespace,
    name,
    app: name,
    meshes: ['fake'],
    ...extra,
  };
}

/** The signals of healthy HTTP calls. */
export function httpSignals(requestRate: number, errorRatio = 0): Signals {
  return {
    requestRate,
    errorRatio: requestRate === 0 ? null : errorRatio,
    codes: [
      { httpCode: '200', rate: requestRate * (1 - errorRatio), error: false },
      ...(errorRatio > 0 ? [{ httpCode: '503', rate: requestRate * errorRatio, error: true }] : []),
    ],
    reporters: { requests: 'destination' },
  };
}

/** A call between two nodes. */
export function call(
  source: MeshNode,
  target: MeshNode,
  signals: Signals = httpSignals(1),
): MeshEdge {
  return {
    id: edgeId(source.id, target.id, 'http'),
    source: source.id,
    target: target.id,
    protocol: 'http',
    meshes: ['fake'],
    hosts:
      target.namespace === ''
        ? [target.name]
        : [`${target.name}.${target.namespace}.svc.cluster.local`],
    signals,
  };
}

/** A mesh whose telemetry is given, and asked for by one query; it has no objects. */
export function fakeMesh(
  telemetry: MeshTelemetry,
  queries: readonly string[] = ['up'],
): MeshAdapter {
  return {
    id: 'fake',
    label: 'Fake',
    short: 'Fa',
    mtlsKnownBy: '',
    kinds: [],
    carriers: [],
    annotated: [],
    references: [],
    declaredHosts: () => [],
    rules: [],
    detect: () => ({
      mesh: 'fake',
      present: true,
      evidence: [],
      controlPlane: [],
      proxies: new Map(),
      namespaces: new Map(),
    }),
    membershipOf: () => ({ inMesh: false }),
    isGateway: () => false,
    policies,
    certificateQueries: () => [],
    certificates: () => [],
    configurationOf: () => [],
    reachesAll: () => false,
    presence: () => null,
    telemetryQueries: () => queries.map((promql) => ({ key: promql, promql })),
    telemetry: () => telemetry,
    namespaceQueries: () => [],
    panels: (target) => [
      {
        id: 'rate',
        unit: 'perSecond',
        queries: [{ promql: `rate(${JSON.stringify(target)})`, nameOf: () => 'rate' }],
      },
    ],
    splits: () => [],
    changeSplit: () => ({ ok: false, error: { rule: 'none', message: 'It has no splits.' } }),
    observationQueries: () => [],
    observe: () => [],
    resilience: () => ({ groups: [], warnings: [], notes: [] }),
    routing: () => ({ tables: [], notes: [] }),
    resilienceFigures: () => [],
    faults: () => [],
    retryLayers: () => [],
    tracingServices: ({ name, namespace }) => [`${name}.${namespace}`, name],
    placeOf: () => ({ node: null, calls: null }),
  };
}
