import { describe, expect, it } from 'vitest';
import type { NamespaceFacts, ServiceFacts } from '@/lib/domain/practices/facts';
import { judgePractices } from '@/lib/domain/practices/judge';
import { PRACTICES, type PracticeId, type PracticeState } from '@/lib/domain/practices/practice';

const SERVICE: ServiceFacts = {
  name: 'cart',
  versions: ['v1'],
  isSplit: false,
  breaker: 'set',
  timeoutMs: 500,
  p99Ms: 200,
};

/** A namespace that does everything well. */
const GOOD: NamespaceFacts = {
  namespace: 'shop',
  hasObjects: true,
  pods: 2,
  podsInMesh: 2,
  enrolledBy: ['inject=enabled'],
  services: [SERVICE],
  workloads: [{ name: 'cart', isInMesh: true, reports: true, hasVersion: true }],
  proxies: [{ pod: 'cart-1', container: 'proxy', hasCpuLimit: true, hasMemoryLimit: true }],
  objects: 3,
  errors: 0,
  hasFigures: true,
  inbound: [{ source: 'shop/web', requestRate: 10, mtlsShare: 1 }],
  faults: ['cart: 1 % of requests wait 2 s'],
  earlierFaults: [],
  propagation: [{ workload: 'cart', calls: 40, roots: 0 }],
};

const service = (change: Partial<ServiceFacts>): Partial<NamespaceFacts> => ({
  services: [{ ...SERVICE, ...change }],
});

function judged(id: PracticeId, change: Partial<NamespaceFacts>) {
  const found = judgePractices({ ...GOOD, ...change }).find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}

describe('the ten practices', () => {
  it('are ten, each judged once, in their order', () => {
    expect(PRACTICES).toHaveLength(10);
    expect(judgePractices(GOOD).map(({ id }) => id)).toEqual(PRACTICES.map(({ id }) => id));
  });

  it('are all met by a namespace that does everything well, with nothing left to do', () => {
    for (const { id, state, evidence, next } of judgePractices(GOOD)) {
      expect([id, state, next]).toEqual([id, 'met', null]);
      expect(evidence.length).toBeGreaterThan(0);
    }
  });

  it.each<[PracticeId, PracticeState, string, Partial<NamespaceFacts>]>([
    ['start-simple', 'partly', 'an error', { errors: 1 }],
    ['start-simple', 'partly', 'some objects too many', { objects: 6 }],
    ['start-simple', 'missing', 'many objects', { objects: 40 }],
    ['start-simple', 'none', 'no service', { services: [] }],
    ['rollout', 'partly', 'half of the pods', { podsInMesh: 1 }],
    ['rollout', 'missing', 'no pod', { podsInMesh: 0 }],
    ['rollout', 'none', 'nothing that runs', { pods: 0, podsInMesh: 0 }],
    [
      'monitoring',
      'missing',
      'silence',
      { workloads: [{ name: 'cart', isInMesh: true, reports: false, hasVersion: true }] },
    ],
    ['monitoring', 'unknown', 'no Prometheus', { hasFigures: false }],
    [
      'monitoring',
      'none',
      'nothing in a mesh',
      { workloads: [{ name: 'cart', isInMesh: false, reports: false, hasVersion: true }] },
    ],
    [
      'mutual-tls',
      'partly',
      'a few plain calls',
      {
        inbound: [
          { source: 'shop/web', requestRate: 9, mtlsShare: 1 },
          { source: 'old/web', requestRate: 1, mtlsShare: 0 },
        ],
      },
    ],
    [
      'mutual-tls',
      'missing',
      'plain calls',
      { inbound: [{ source: 'old/web', requestRate: 1, mtlsShare: 0 }] },
    ],
    [
      'mutual-tls',
      'unknown',
      'calls of which nobody knows',
      { inbound: [{ source: 'old/web', requestRate: 1, mtlsShare: null }] },
    ],
    ['mutual-tls', 'none', 'no calls', { inbound: [] }],
    [
      'mutual-tls',
      'missing',
      'plain calls of somebody without a name',
      { inbound: [{ source: '', requestRate: 1, mtlsShare: 0 }] },
    ],
    [
      'proxy-limits',
      'partly',
      'a limit of CPU alone',
      { proxies: [{ pod: 'a', container: 'p', hasCpuLimit: true, hasMemoryLimit: false }] },
    ],
    [
      'proxy-limits',
      'missing',
      'no limit',
      { proxies: [{ pod: 'a', container: 'p', hasCpuLimit: false, hasMemoryLimit: false }] },
    ],
    ['proxy-limits', 'none', 'no proxies in pods', { proxies: [] }],
    [
      'trace-headers',
      'missing',
      'traces that begin anew',
      { propagation: [{ workload: 'cart', calls: 40, roots: 38 }] },
    ],
    [
      'trace-headers',
      'met',
      'a trace or two that begin anew',
      { propagation: [{ workload: 'cart', calls: 40, roots: 2 }] },
    ],
    [
      'trace-headers',
      'none',
      'too few calls to say',
      { propagation: [{ workload: 'cart', calls: 3, roots: 3 }] },
    ],
    ['trace-headers', 'unknown', 'traces that nobody looked at', { propagation: null }],
    ['timeouts', 'missing', 'no timeout', service({ timeoutMs: null })],
    ['timeouts', 'missing', 'one below the p99', service({ timeoutMs: 100 })],
    ['timeouts', 'missing', 'one far above', service({ timeoutMs: 15_000 })],
    ['timeouts', 'met', 'one that is short anyway', service({ timeoutMs: 900, p99Ms: 2 })],
    ['timeouts', 'none', 'no latency', service({ p99Ms: undefined })],
    ['circuit-breakers', 'missing', 'no breaker', service({ breaker: 'unset' })],
    ['circuit-breakers', 'none', 'a mesh without', service({ breaker: 'impossible' })],
    ['versions', 'partly', 'mixed versions', service({ versions: ['v1', 'v2'] })],
    ['versions', 'met', 'versions told apart', service({ versions: ['v1', 'v2'], isSplit: true })],
    [
      'versions',
      'missing',
      'no label',
      { workloads: [{ name: 'cart', isInMesh: true, reports: true, hasVersion: false }] },
    ],
    ['fault-injection', 'unknown', 'no fault now', { faults: [] }],
    [
      'fault-injection',
      'met',
      'an earlier fault',
      { faults: [], earlierFaults: ['VirtualService cart on 2026-11-12'] },
    ],
  ])('%s is %s with %s', (id, state, _what, change) => {
    const found = judged(id, change);
    expect(found.state).toBe(state);
    if (state === 'partly' || state === 'missing') expect(found.next).toMatch(/\.$/);
  });

  it('are not known where nothing could be read, which is not the same as none', () => {
    const blind = { ...GOOD, hasObjects: false, pods: 0, services: [], workloads: [] };
    expect(new Set(judgePractices(blind).map(({ state }) => state))).toEqual(new Set(['unknown']));
  });

  it('name who is meant, and no more than fit in a line', () => {
    const proxies = Array.from({ length: 9 }, (_, i) => ({
      ...{ pod: `pod-${i}`, container: 'p', hasCpuLimit: false, hasMemoryLimit: false },
    }));
    expect(judged('proxy-limits', { proxies }).evidence[1]).toBe(
      'Without: pod-0, pod-1, pod-2, pod-3, pod-4 and 4 more.',
    );
    expect(judged('timeouts', service({ timeoutMs: null, p99Ms: 212 })).next).toContain('430 ms');
  });
});
