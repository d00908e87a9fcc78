import { groupBy } from '@/lib/domain/group-by';
import type { MeshEdge } from '@/lib/domain/model';

const UNDIVIDED =
  'Bytes and mutual TLS of this pair are told of all its calls together, and left out here.';

/**
 * Puts what a proxy of connections (layer 4) tells of a pair together with the calls that a proxy of requests
 * tells of the same pair: they are the same traffic. Where the pair calls by one protocol, its edge gets the bytes
 * and, where nobody else knows it, the share of mutual TLS; where it calls by HTTP and gRPC both, nobody can
 * divide them, and the edges say so.
 */
export function foldLayers(edges: readonly MeshEdge[]): readonly MeshEdge[] {
  if (!edges.some(isConnections)) return edges;
  const pairs = groupBy(edges, ({ source, target }) => `${source}>${target}`);
  return [...pairs.values()].flatMap((pair) => {
    const connections = pair.find(isConnections);
    const requests = pair.filter(({ protocol }) => protocol !== 'tcp');
    if (connections === undefined || requests.length === 0) return pair;
    const [only, ...others] = requests;
    if (only === undefined || others.length > 0) return requests.map(saysSo);
    return [folded(only, connections)];
  });
}

/** Whether only a proxy that does not understand requests tells of a call. */
function isConnections({ protocol, signals: { reporters } }: MeshEdge): boolean {
  return protocol === 'tcp' && (reporters.bytes ?? reporters.mtls) === 'ztunnel';
}

function folded(requests: MeshEdge, { meshes, hosts, signals }: MeshEdge): MeshEdge {
  const own = requests.signals;
  const isMtlsTold = own.mtlsShare !== undefined;
  const { bytes } = signals.reporters;
  const mtls = isMtlsTold ? own.reporters.mtls : signals.reporters.mtls;
  return {
    ...requests,
    meshes: [...new Set([...requests.meshes, ...meshes])],
    hosts: [...new Set([...requests.hosts, ...hosts])].toSorted(),
    signals: {
      ...own,
      requestBytesPerSecond: signals.requestBytesPerSecond,
      responseBytesPerSecond: signals.responseBytesPerSecond,
      mtlsShare: isMtlsTold ? own.mtlsShare : signals.mtlsShare,
      reporters: {
        ...own.reporters,
        ...(bytes === undefined ? {} : { bytes }),
        ...(mtls === undefined ? {} : { mtls }),
      },
    },
  };
}

function saysSo(edge: MeshEdge): MeshEdge {
  return { ...edge, notes: [...(edge.notes ?? []), UNDIVIDED] };
}
