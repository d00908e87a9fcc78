import type { MeshEdge, Reporter } from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';
import type { MeshTelemetry, QueryAnswers, TelemetryRequest } from '@/lib/mesh/adapter';
import { MESH } from '@/lib/mesh/ambient/mesh';
import { known, type Labels } from '@/lib/mesh/istio/endpoints';
import { telemetry as read } from '@/lib/mesh/istio/telemetry';
import { workloadOfPodName } from '@/lib/mesh/workload-names';

const LAYER_FOUR = ['tcpRequestBytes', 'tcpResponseBytes', 'tcpConnections'];

/**
 * Puts the answers of `telemetryQueries` together to nodes and edges: HTTP and gRPC from client to server as the
 * waypoint between them counts it, and connections as ztunnel does.
 *
 * ztunnel tells of the way through a waypoint in two hops, from the client to it and from it to the server. While
 * proxies are folded these are left out, since the waypoint tells of the whole; shown, they are calls over TCP.
 * Their bytes cannot be shared out among the calls that went through. In the view of services hops are never
 * shown: their labels name the service that was called and not the waypoint.
 *
 * A connection of which ztunnel does not know mutual TLS had none.
 */
export function telemetry(answers: QueryAnswers, request: TelemetryRequest): MeshTelemetry {
  const waypoints = waypointsOf(answers.get('bounds') ?? []);
  const isFolded = request.proxies === 'folded' || request.view === 'service';
  const kept = new Map(
    [...answers].map(([key, samples]) => [
      key,
      LAYER_FOUR.includes(key)
        ? samples.filter(({ labels }) => !isFolded || !isHop(labels, waypoints)).map(withPolicy)
        : samples,
    ]),
  );
  const { nodes, edges } = read(kept, request, MESH);
  return { nodes, edges: edges.map(asZtunnel) };
}

/** The workloads of the pods that report as waypoints. */
function waypointsOf(samples: readonly VectorSample[]): ReadonlySet<string> {
  return new Set(
    samples.flatMap(({ labels }) => {
      const [namespace, pod] = [known(labels, 'namespace'), known(labels, 'pod')];
      return namespace === undefined || pod === undefined
        ? []
        : [`${namespace}/${workloadOfPodName(pod)}`];
    }),
  );
}

/** Whether one end of a connection that ztunnel tells of is a waypoint. */
function isHop(labels: Labels, waypoints: ReadonlySet<string>): boolean {
  if (labels.get('reporter') === 'waypoint') return false;
  return ['source', 'destination'].some((side) => {
    const namespace = known(labels, `${side}_workload_namespace`) ?? '';
    return waypoints.has(`${namespace}/${known(labels, `${side}_workload`) ?? ''}`);
  });
}

function withPolicy(sample: VectorSample): VectorSample {
  const { labels } = sample;
  const policy = labels.get('connection_security_policy');
  if (labels.get('reporter') === 'waypoint' || policy !== 'unknown') return sample;
  return { ...sample, labels: new Map([...labels, ['connection_security_policy', 'none']]) };
}

/** Both of ztunnel's accounts of a connection are its own, whichever side it stood on. */
function asZtunnel(edge: MeshEdge): MeshEdge {
  if (edge.protocol !== 'tcp') return edge;
  const { reporters } = edge.signals;
  const own = Object.fromEntries(
    Object.entries(reporters).map(([figure, reporter]) => [figure, nameOf(reporter)]),
  );
  return { ...edge, signals: { ...edge.signals, reporters: own } };
}

function nameOf(reporter: Reporter): Reporter {
  return reporter === 'waypoint' ? reporter : 'ztunnel';
}
