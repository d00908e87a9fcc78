import { describe, expect, it } from 'vitest';
import type { VectorSample } from '@/lib/domain/samples';
import type { Split, SplitTarget } from '@/lib/domain/split';
import { observe } from '@/lib/mesh/istio/observe';
import { ISTIO_WEIGHTS } from '@/lib/mesh/istio/splits';

const FQDN = 'cart.shop.svc.cluster.local';

function target(
  subset: string | undefined,
  workloads: readonly string[],
  version?: string,
): SplitTarget {
  return {
    host: 'cart',
    subset,
    fqdn: FQDN,
    weight: 1,
    share: 0.5,
    labels: {},
    version,
    workloads,
    resolved: true,
  };
}

function splitOver(...targets: readonly SplitTarget[]): Split {
  return {
    id: 'istio~shop~cart~http~0',
    mesh: 'istio',
    carrier: {
      group: 'networking.istio.io',
      version: 'v1',
      kind: 'VirtualService',
      plural: 'virtualservices',
      namespace: 'shop',
      name: 'cart',
      path: '/spec/http/0/route',
      resourceVersion: '1',
    },
    protocol: 'http',
    hosts: ['cart'],
    match: [],
    targets,
    candidates: [],
    arithmetic: ISTIO_WEIGHTS,
    owner: { kind: 'hand' },
    warnings: [],
  };
}

function sample(
  value: number,
  workload: string,
  revision: string,
  extra: Record<string, string> = {},
) {
  const labels = {
    destination_service: FQDN,
    destination_workload: workload,
    destination_canonical_revision: revision,
    request_protocol: 'http',
    response_code: '200',
    ...extra,
  };
  return { value, labels: new Map(Object.entries(labels)) };
}

function observed(split: Split, answers: Readonly<Record<string, readonly VectorSample[]>>) {
  return observe([split], new Map(Object.entries(answers)))[0]?.targets;
}

const requests = [
  sample(9, 'cart-v1', 'v1'),
  sample(1, 'cart-v1', 'v1', { response_code: '503' }),
  sample(5, 'cart-v2', 'v2'),
];

describe('observe', () => {
  it('tells targets apart by their workloads', () => {
    const split = splitOver(target('v1', ['cart-v1'], 'v1'), target('v2', ['cart-v2'], 'v2'));
    const p95ByWorkload = [sample(12, 'cart-v1', ''), sample(40, 'cart-v2', '')];
    expect(observed(split, { requests, p95ByWorkload })).toEqual([
      { requestRate: 10, errorRatio: 0.1, p95Ms: 12 },
      { requestRate: 5, errorRatio: 0, p95Ms: 40 },
    ]);
  });

  it('tells them apart by version where the workloads cannot be read', () => {
    const split = splitOver(target('v1', [], 'v1'), target('v2', [], 'v2'));
    expect(observed(split, { requests })?.map((each) => each?.requestRate)).toEqual([10, 5]);
  });

  it('takes the quantile of the version where several workloads serve it', () => {
    const split = splitOver(
      target('v1', ['cart-v1', 'cart-v1b'], 'v1'),
      target('v2', ['cart-v2'], 'v2'),
    );
    const p95ByWorkload = [sample(12, 'cart-v1', ''), sample(14, 'cart-v1b', '')];
    const p95ByVersion = [sample(13, '', 'v1'), sample(40, '', 'v2')];
    expect(observed(split, { requests, p95ByWorkload, p95ByVersion })?.[0]?.p95Ms).toBe(13);
  });

  it('says 0 for a target that gets nothing while its sibling gets some', () => {
    const split = splitOver(target('v1', ['cart-v1']), target('v3', ['cart-v3']));
    expect(observed(split, { requests })?.[1]).toEqual({
      requestRate: 0,
      errorRatio: null,
      p95Ms: null,
    });
  });

  it('says 0 for a subset that does not exist', () => {
    const split = splitOver(target('v1', ['cart-v1']), { ...target('v9', []), resolved: false });
    expect(observed(split, { requests })?.[1]?.requestRate).toBe(0);
  });

  it.each([
    {
      split: splitOver(target('v1', ['cart-v1']), target('old', ['cart-v1'])),
      because: 'both have the same workload',
    },
    {
      split: splitOver(target('v1', [], 'v1'), target('old', [], 'v1')),
      because: 'both have the same version',
    },
    { split: splitOver(target('v1', []), target('v2', [])), because: 'neither says anything' },
    {
      split: splitOver(target(undefined, []), target(undefined, [])),
      because: 'only ports differ',
    },
  ])('says nothing when nobody can tell: $because', ({ split }) => {
    expect(observed(split, { requests })).toEqual([null, null]);
  });

  it('takes everything that reaches a host which is a target as a whole', () => {
    const split = splitOver(target(undefined, ['cart-v1', 'cart-v2']));
    expect(observed(split, { requests })?.[0]?.requestRate).toBe(15);
  });

  it('says nothing, and not 0, when the query failed or no server reports', () => {
    const split = splitOver(target('v1', ['cart-v1']), target('v2', ['cart-v2']));
    expect(observed(split, {})).toEqual([null, null]);
    expect(observed(split, { requests: [] })).toEqual([null, null]);
  });
});
