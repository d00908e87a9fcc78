import { describe, expect, it } from 'vitest';
import { edgeId, type MeshEdge, type Signals } from '@/lib/domain/model';
import { mergeTelemetry } from '@/lib/mesh/merge';
import { meshNode } from '@/lib/mesh/nodes';

const node = (mesh: string, name: string, facts = {}) =>
  meshNode(mesh, { namespace: 'shop', kind: 'workload', name }, facts);

function edge(mesh: string, signals: Partial<Signals>): MeshEdge {
  const [source, target] = [node(mesh, 'web').id, node(mesh, 'cart').id];
  return {
    id: edgeId(source, target, 'http'),
    ...{ source, target, protocol: 'http', meshes: [mesh], hosts: [`${mesh}.example`] },
    signals: { codes: [], reporters: {}, ...signals },
  };
}

const part = (mesh: string, signals: Partial<Signals>, facts = {}) => ({
  nodes: [node(mesh, 'web'), node(mesh, 'cart', facts)],
  edges: [edge(mesh, signals)],
});

describe('what several meshes report', () => {
  it('is one node where they speak of the same, with all that is known of it', () => {
    const { nodes } = mergeTelemetry([
      part('b', {}),
      part('a', {}, { app: 'cart', version: 'v1' }),
    ]);
    expect(nodes).toHaveLength(2);
    expect(nodes[0]).toMatchObject({
      name: 'cart',
      app: 'cart',
      version: 'v1',
      meshes: ['a', 'b'],
    });
  });

  it('is one call, counted once: as the server did, whatever the order', () => {
    const client = part('a', { requestRate: 12, reporters: { requests: 'source' } });
    const server = part('b', { requestRate: 10, reporters: { requests: 'destination' } });
    for (const parts of [
      [client, server],
      [server, client],
    ]) {
      const [merged, ...others] = mergeTelemetry(parts).edges;
      expect(others).toEqual([]);
      expect(merged?.signals.requestRate).toBe(10);
      expect(merged?.meshes).toEqual(['b', 'a']);
      expect(merged?.hosts).toEqual(['a.example', 'b.example']);
    }
  });

  it('takes a figure that the better account lacks from the other, with its reporter', () => {
    const client = part('a', {
      requestRate: 12,
      mtlsShare: 1,
      reporters: { requests: 'source', mtls: 'source' },
    });
    const server = part('b', { requestRate: 10, reporters: { requests: 'destination' } });
    const [merged] = mergeTelemetry([client, server]).edges;
    expect(merged?.signals.mtlsShare).toBe(1);
    expect(merged?.signals.reporters).toEqual({ requests: 'destination', mtls: 'source' });
  });

  it('adds up what proxies of one side tell, which are different requests, and drops their quantiles', () => {
    const p95 = { valueMs: 10, lowMs: 5, highMs: 25 };
    const told = (mesh: string, requestRate: number, errorRatio: number) =>
      part(mesh, { requestRate, errorRatio, p95, reporters: { requests: 'source' } });
    const [merged, ...others] = mergeTelemetry([told('a', 6, 0), told('b', 2, 0.5)]).edges;
    expect(others).toEqual([]);
    expect(merged?.signals).toMatchObject({ requestRate: 8, errorRatio: 0.125 });
    expect(merged?.signals.p95).toBeUndefined();
    expect(merged?.meshes).toEqual(['a', 'b']);
    expect(merged?.notes?.join('')).toContain('several meshes');
  });
});
