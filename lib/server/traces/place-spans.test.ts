import { describe, expect, it } from 'vitest';
import { nodeId } from '@/lib/domain/model';
import type { RawSpan, RawTrace, SpanKind } from '@/lib/domain/raw-trace';
import type { MeshAdapter } from '@/lib/mesh/adapter';
import { edgeMatcher } from '@/lib/server/traces/edge-match';
import { summariseForEdge, toTraceDto } from '@/lib/server/traces/trace-dto';
import { fakeMesh, workload } from '@/lib/server/testing/fake-mesh';

/** A mesh that reads a span's place from its tags `at` and `calls`. */
const mesh: MeshAdapter = {
  ...fakeMesh({ nodes: [], edges: [] }),
  placeOf: ({ tags }) => {
    const [at, host] = [tags.get('at'), tags.get('calls')];
    return {
      node: at === undefined ? null : nodeId('c1', 'shop', 'workload', at),
      calls: host === undefined ? null : { host },
    };
  },
};

interface Given {
  readonly under?: string;
  readonly at?: string;
  readonly calls?: string;
  readonly kind?: SpanKind;
  readonly us?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A trace from spans by id, in the order of their start. */
function trace(given: Readonly<Record<string, Given>>): RawTrace {
  const spans = Object.entries(given).map(([id, each], index): RawSpan => {
    const tags = { at: each.at, calls: each.calls, ...each.tags };
    return {
      id,
      parentId: each.under ?? null,
      references: [],
      process: 0,
      operation: id,
      kind: each.kind ?? 'internal',
      startUs: index,
      durationUs: each.us ?? 10,
      error: false,
      tags: Object.entries(tags).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value] as const],
      ),
      events: [],
      warnings: [],
    };
  });
  return {
    traceId: 'a'.repeat(32),
    startMs: 0,
    processes: [{ service: 'all', tags: [] }],
    spans,
    warnings: [],
  };
}

const edgesOf = (given: Parameters<typeof trace>[0]) =>
  Object.fromEntries(
    toTraceDto(trace(given), [mesh]).spans.map(({ id, edge }) => [
      id,
      edge?.replaceAll('c1/shop/workload/', ''),
    ]),
  );

describe('placing spans', () => {
  it('finds a call where the node changes, on both of its sides', () => {
    expect(
      edgesOf({
        a: { at: 'cart', kind: 'client' },
        b: { under: 'a', at: 'pay', kind: 'server' },
        c: { under: 'b', at: 'pay' },
      }),
    ).toEqual({ a: 'cart>pay>http', b: 'cart>pay>http', c: undefined });
  });

  it('looks through spans that no mesh can place', () => {
    const { a, c } = edgesOf({
      a: { at: 'cart' },
      b: { under: 'a' },
      c: { under: 'b', at: 'pay' },
    });
    expect([a, c]).toEqual(['cart>pay>http', 'cart>pay>http']);
  });

  it('takes a call that arrived nowhere by the host it was for', () => {
    expect(edgesOf({ a: { at: 'cart', calls: 'pay.bank.svc.cluster.local' } })['a']).toBe(
      'cart>c1/bank/service/pay>http',
    );
    expect(edgesOf({ a: { at: 'cart', calls: 'api.cards.example' } })['a']).toBe(
      'cart>c1//external/api.cards.example>http',
    );
  });

  it('knows gRPC by its tags', () => {
    const { b } = edgesOf({
      a: { at: 'cart' },
      b: { under: 'a', at: 'pay', tags: { 'grpc.status_code': '0' } },
    });
    expect(b).toBe('cart>pay>grpc');
  });

  it('makes no call of a node to itself, and none without a caller', () => {
    expect(edgesOf({ a: { at: 'cart' }, b: { under: 'a', at: 'cart' } })).toEqual({});
    expect(edgesOf({ a: {}, b: { under: 'a', at: 'cart' } })['b']).toBeUndefined();
  });
});

const NOTHING_BEHIND = () => [];

describe('the traces of an edge', () => {
  const [cart, pay] = [workload('shop', 'cart'), workload('shop', 'pay-v2', { app: 'pay' })];
  const isWanted = edgeMatcher(`${cart.id}>${pay.id}>http`, [cart, pay], NOTHING_BEHIND);
  const found = trace({
    a: { at: 'cart', us: 100 },
    b: { under: 'a', at: 'pay-v2', us: 40 },
    c: { under: 'a', at: 'pay-v2', us: 70 },
  });

  it('are those with a span of it, told with the slowest', () => {
    expect(summariseForEdge(found, [mesh], isWanted)).toMatchObject({
      spanCount: 3,
      edgeDurationMs: 0.1,
    });
    const other = trace({ a: { at: 'cart' }, b: { under: 'a', at: 'mail' } });
    expect(summariseForEdge(other, [mesh], isWanted)).toBeNull();
  });

  it.each([
    ['the service view', 'c1/shop/app/cart>c1/shop/service/pay>grpc', true],
    ['another namespace', 'c1/shop/app/cart>c1/bank/service/pay>http', false],
    ['the other way round', 'c1/shop/service/pay>c1/shop/app/cart>http', false],
    ['no edge', 'nonsense', false],
  ])('match an edge of %s', (_, edge, matches) => {
    const summary = summariseForEdge(found, [mesh], edgeMatcher(edge, [cart, pay], NOTHING_BEHIND));
    expect(summary !== null).toBe(matches);
  });

  it('match an entry into the mesh by the root', () => {
    const entry = edgeMatcher(`c1//unknown/unknown>${cart.id}>http`, [cart, pay], NOTHING_BEHIND);
    expect(summariseForEdge(found, [mesh], entry)).not.toBeNull();
    const inner = edgeMatcher(`c1//unknown/unknown>${pay.id}>http`, [cart, pay], NOTHING_BEHIND);
    expect(summariseForEdge(found, [mesh], inner)).toBeNull();
  });

  it('match a service by the workloads behind it, however their app is called', () => {
    const edge = `${cart.id}>c1/shop/service/billing>http`;
    const behind = (id: string) => (id.endsWith('/billing') ? [pay] : []);
    const summary = (wanted: ReturnType<typeof edgeMatcher>) =>
      summariseForEdge(found, [mesh], wanted);
    expect(summary(edgeMatcher(edge, [cart, pay], behind))).not.toBeNull();
    expect(summary(edgeMatcher(edge, [cart, pay], NOTHING_BEHIND))).toBeNull();
  });
});
