import { describe, expect, it } from 'vitest';
import { TARGETED_KINDS } from '@/lib/mesh/istio/kinds';
import { ISTIO_REFERENCES } from '@/lib/mesh/istio/references';
import { referencesOf } from '@/lib/mesh/references';

const API = 'gateway.networking.k8s.io';

describe.each(TARGETED_KINDS)('a $kind that is attached', (kind) => {
  const read = (spec: unknown) =>
    referencesOf(ISTIO_REFERENCES, kind, {
      apiVersion: `${kind.group}/v1`,
      kind: kind.kind,
      metadata: { namespace: 'shop', name: 'a' },
      spec,
    }).map(({ path, to }) => [path, `${to.group}/${to.plural}`, to.namespace, to.name]);

  it('names its Gateway, Service, ServiceEntry and GatewayClass', () => {
    expect(
      read({
        targetRefs: [
          { group: API, kind: 'Gateway', name: 'way' },
          { group: '', kind: 'Service', name: 'cart' },
          { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'bank', namespace: '' },
          { group: API, kind: 'GatewayClass', name: 'istio-waypoint' },
          { group: 'apps', kind: 'Deployment', name: 'cart' },
        ],
      }),
    ).toEqual([
      ['/spec/targetRefs/0', `${API}/gateways`, 'shop', 'way'],
      ['/spec/targetRefs/1', '/services', 'shop', 'cart'],
      ['/spec/targetRefs/2', 'networking.istio.io/serviceentries', 'shop', 'bank'],
      ['/spec/targetRefs/3', `${API}/gatewayclasses`, '', 'istio-waypoint'],
    ]);
  });

  it('names the one that it is attached to in the older form', () => {
    expect(read({ targetRef: { group: 'core', kind: 'Service', name: 'cart' } })).toEqual([
      ['/spec/targetRef', '/services', 'shop', 'cart'],
    ]);
  });
});
