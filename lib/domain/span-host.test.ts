import { describe, expect, it } from 'vitest';
import type { Tag } from '@/lib/domain/raw-trace';
import { hostOfProcess, hostOfSpan } from '@/lib/domain/span-host';

const NODE_ID = [
  'node_id',
  'sidecar~10.1.2.3~cart-v2-7d9f8-x2x4z.shop~shop.svc.cluster.local',
] as const;

describe('the host of a span', () => {
  it.each<{ tags: readonly Tag[]; host: string | null; because: string }>([
    { tags: [NODE_ID], host: 'cart-v2-7d9f8-x2x4z', because: 'Envoy names its pod' },
    {
      tags: [['hostname', 'other'], NODE_ID],
      host: 'cart-v2-7d9f8-x2x4z',
      because: 'the proxy is surer than a host name, whatever the order',
    },
    { tags: [['k8s.pod.name', 'cart-0']], host: 'cart-0', because: 'OpenTelemetry names the pod' },
    { tags: [['hostname', 'vm-7']], host: 'vm-7', because: 'Jaeger names the host' },
    { tags: [['node_id', 'gateway-1']], host: null, because: 'it is not in the form of Istio' },
    { tags: [['hostname', '']], host: null, because: 'nothing is named' },
    {
      tags: [['ip', '10.0.0.9']],
      host: null,
      because: 'on a span it may be the address of a peer',
    },
    { tags: [], host: null, because: 'nothing is said' },
  ])('is $host: $because', ({ tags, host }) => {
    expect(hostOfSpan(tags)).toBe(host);
  });

  it('of a process may be known by its address alone', () => {
    expect(hostOfProcess([['ip', '10.0.0.9']])).toBe('10.0.0.9');
    expect(hostOfProcess([NODE_ID, ['ip', '10.0.0.9']])).toBe('cart-v2-7d9f8-x2x4z');
  });
});
