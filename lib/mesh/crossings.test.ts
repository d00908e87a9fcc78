import { describe, expect, it } from 'vitest';
import { edgeId, type MeshEdge, type MeshNode, type Reporter } from '@/lib/domain/model';
import { joinCrossings } from '@/lib/mesh/crossings';
import { meshNode, unknownNode } from '@/lib/mesh/nodes';

const workload = (mesh: string, name: string) =>
  meshNode(mesh, { namespace: 'shop', kind: 'workload', name });
const service = (mesh: string, name: string) =>
  meshNode(mesh, { namespace: 'shop', kind: 'service', name });

function call(
  mesh: string,
  source: MeshNode,
  target: MeshNode,
  requestRate: number,
  requests: Reporter,
): MeshEdge {
  return {
    id: edgeId(source.id, target.id, 'http'),
    ...{ source: source.id, target: target.id, protocol: 'http', meshes: [mesh], hosts: [] },
    signals: {
      requestRate,
      errorRatio: 0.5,
      codes: [{ httpCode: '200', rate: requestRate, error: false }],
      reporters: { requests },
    },
  };
}

const WEB = workload('a', 'web');
const GATE = workload('b', 'gate');
const NOBODY = unknownNode('b');

/** `web` of mesh a calls the service `gate` of mesh b, whose proxy sees unknown callers. */
function parts(known: number, seen: number, servers: readonly MeshNode[] = [GATE]) {
  const front = service('a', 'gate');
  return [
    { nodes: [WEB, front], edges: [call('a', WEB, front, known, 'source')] },
    {
      nodes: [NOBODY, GATE],
      edges: [call('b', NOBODY, GATE, seen, 'destination')],
      servedBy: new Map([[service('b', 'gate').id, servers]]),
    },
  ];
}

const told = (of: ReturnType<typeof joinCrossings>) =>
  of.edges.map(({ source, target, signals }) => [
    source.split('/').at(-1),
    target.split('/').slice(-2).join('/'),
    signals.requestRate,
  ]);

describe('a call from one mesh into another', () => {
  it('leads to the one workload behind the service, and is no unknown caller of it', () => {
    const joined = joinCrossings(parts(4, 10));
    expect(told(joined)).toEqual([
      ['web', 'workload/gate', 4],
      ['unknown', 'workload/gate', 6],
    ]);
    expect(joined.nodes.map(({ id }) => id)).not.toContain(service('a', 'gate').id);
    const [first, rest] = joined.edges;
    expect(first?.id).toBe(edgeId(WEB.id, GATE.id, 'http'));
    expect(first?.toldAs).toBe(edgeId(WEB.id, service('a', 'gate').id, 'http'));
    expect(rest?.signals.codes).toEqual([{ httpCode: '200', rate: 6, error: false }]);
    expect(rest?.signals.errorRatio).toBe(0.5);
    expect(rest?.notes?.join('')).toContain('another mesh');
  });

  it('is all that there is where nobody else calls, give or take a scrape', () => {
    const joined = joinCrossings(parts(9.8, 10));
    expect(told(joined)).toEqual([['web', 'workload/gate', 9.8]]);
    expect(joined.nodes.map(({ kind }) => kind)).not.toContain('unknown');
  });

  it('ends at the service where several workloads are behind it', () => {
    expect(told(joinCrossings(parts(4, 10, [GATE, workload('b', 'gate-2')])))).toEqual([
      ['web', 'service/gate', 4],
      ['unknown', 'workload/gate', 10],
    ]);
  });

  it('is left alone where one mesh tells both', () => {
    const own = parts(4, 10).map((part) => ({
      ...part,
      edges: part.edges.map((edge) => ({ ...edge, meshes: ['b'] })),
    }));
    expect(told(joinCrossings(own))).toEqual([
      ['web', 'service/gate', 4],
      ['unknown', 'workload/gate', 10],
    ]);
  });

  it('keeps nodes that no call leads to', () => {
    const alone = workload('a', 'alone');
    expect(joinCrossings([{ nodes: [alone], edges: [] }]).nodes).toEqual([alone]);
  });
});
