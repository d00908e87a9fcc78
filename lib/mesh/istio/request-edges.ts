import type { Reporter } from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';
import { edgeAt, tallyOf, type Place, type RequestEdges } from '@/lib/mesh/edge-set';
import {
  destinationNode,
  known,
  sourceNode,
  type Labels,
  type Reading,
} from '@/lib/mesh/istio/endpoints';
import { isClientsAlone, settleLost, type LostRequests } from '@/lib/mesh/istio/lost-requests';
import { reporterOf } from '@/lib/mesh/request-tally';

/** Puts request rates together to edges; see `settleLost` for failures that only clients know of. */
export function requestEdges(samples: readonly VectorSample[], reading: Reading): RequestEdges {
  const edges: RequestEdges = new Map();
  const lost: LostRequests[] = [];
  for (const { labels, value } of samples) {
    const place = placeOf(labels, reading);
    const reporter = reporterOf(labels.get('reporter'));
    const outcome = outcomeOf(labels);
    if (isLost(reporter, place) && isClientsAlone(outcome, place)) {
      lost.push({ ...place, outcome, rate: value, reporter });
      continue;
    }
    const tally = tallyOf(edgeAt(edges, place), reporter);
    tally.add(outcome, value, place.protocol);
    if (reporter !== 'source') tally.addPolicy(known(labels, 'connection_security_policy'), value);
  }
  settleLost(edges, lost);
  return edges;
}

/** Whether a failure may be one that no server knows of: a waypoint that chose a server tells for both. */
function isLost(reporter: Reporter, { isNamed }: Place): boolean {
  return reporter === 'source' || (reporter === 'waypoint' && !isNamed);
}

/** Reads the ends and the protocol of a series. A missing protocol is told from the gRPC status. */
export function placeOf(labels: Labels, reading: Reading): Place {
  const protocol = labels.get('request_protocol');
  const isGrpc =
    protocol === 'grpc' || (protocol === undefined && labels.has('grpc_response_status'));
  return {
    source: sourceNode(labels, reading),
    target: destinationNode(labels, reading),
    protocol: isGrpc ? 'grpc' : 'http',
    host: known(labels, 'destination_service'),
    isNamed:
      known(labels, 'destination_workload') !== undefined ||
      known(labels, 'destination_canonical_service') !== undefined,
  };
}

function outcomeOf(labels: Labels) {
  const httpCode = nonEmpty(labels.get('response_code'));
  const grpcStatus = nonEmpty(labels.get('grpc_response_status'));
  const flags = nonEmpty(labels.get('response_flags'));
  return {
    ...(httpCode === undefined ? {} : { httpCode }),
    ...(grpcStatus === undefined ? {} : { grpcStatus }),
    ...(flags === undefined || flags === '-' ? {} : { flags }),
  };
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
