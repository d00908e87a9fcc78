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

  describe('to a service of several workloads', () => {
    const OTHER = workload('b', 'gate-2');
    const SHOP = workload('a', 'shop');
    const shared = (...known: readonly (readonly [MeshNode, number])[]) => [
      {
        nodes: known.map(([source]) => source),
        edges: known.map(([source, rate]) =>
          call('a', source, service('a', 'gate'), rate, 'source'),
        ),
      },
      {
        nodes: [NOBODY, GATE, OTHER],
        edges: [
          call('b', NOBODY, GATE, 6, 'destination'),
          call('b', NOBODY, OTHER, 4, 'destination'),
        ],
        servedBy: new Map([[service('b', 'gate').id, [GATE, OTHER]]]),
      },
    ];

    it('leads to each of them, as these tell, where one caller made all that they took in', () => {
      const joined = joinCrossings(shared([WEB, 10.1]));
      expect(told(joined)).toEqual([
        ['web', 'workload/gate', 6],
        ['web', 'workload/gate-2', 4],
      ]);
      const [first] = joined.edges;
      expect(first?.meshes).toEqual(['a', 'b']);
      expect(first?.signals.reporters).toEqual({ requests: 'destination' });
      expect(first?.toldAs).toBe(edgeId(NOBODY.id, GATE.id, 'http'));
      expect(joined.nodes.map(({ kind }) => kind)).not.toContain('unknown');
    });

    it('leads through the service where several callers made them', () => {
      expect(told(joinCrossings(shared([WEB, 7], [SHOP, 3])))).toEqual([
        ['web', 'service/gate', 7],
        ['shop', 'service/gate', 3],
        ['gate', 'workload/gate', 6],
        ['gate', 'workload/gate-2', 4],
      ]);
    });

    it('is left as it is told where others call too', () => {
      const joined = joinCrossings(shared([WEB, 4]));
      expect(joined.edges[0]?.notes?.join('')).toContain('not known');
      expect(told(joined)).toEqual([
        ['web', 'service/gate', 4],
        ['unknown', 'workload/gate', 6],
        ['unknown', 'workload/gate-2', 4],
      ]);
    });
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
