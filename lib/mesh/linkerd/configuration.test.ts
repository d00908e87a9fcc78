import { describe, expect, it } from 'vitest';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { NodeFacts } from '@/lib/mesh/adapter';
import { configurationOf } from '@/lib/mesh/linkerd/configuration';
import { LINKERD_KINDS } from '@/lib/mesh/linkerd/kinds';
import { storeOf } from '@/lib/testing/kube-objects';

const CART: NodeFacts = {
  namespace: 'shop',
  services: ['cart'],
  podLabels: [{ app: 'cart', version: 'v1' }],
};
const HOST = 'cart.shop.svc.cluster.local';

function object(kind: string, where: string, spec: unknown, labels = {}): KubeObject {
  const [namespace = '', name = ''] = where.split('/');
  const group = LINKERD_KINDS.find((each) => each.kind === kind)?.group ?? '';
  return { apiVersion: `${group}/v1`, kind, metadata: { namespace, name, labels }, spec };
}

/** What applies to a node, by `kind name`, each with why. */
function found(node: NodeFacts, ...objects: readonly KubeObject[]): Record<string, string> {
  const store = storeOf(
    ...LINKERD_KINDS.map(
      (kind) => [kind, objects.filter((each) => each.kind === kind.kind)] as const,
    ),
  );
  return Object.fromEntries(
    configurationOf(node, store).map(({ object: { kind, metadata }, because }) => [
      `${kind} ${metadata.name}`,
      because,
    ]),
  );
}

const server = (name: string, matchLabels: object, where = 'shop') =>
  object(
    'Server',
    `${where}/${name}`,
    { podSelector: { matchLabels }, port: 8080 },
    { tier: name },
  );
const toServer = (name: string) => ({ group: 'policy.linkerd.io', kind: 'Server', name });

describe('configurationOf', () => {
  it('finds what routes calls to its services, or on to them', () => {
    const toCart = { group: 'core', kind: 'Service', name: 'cart' };
    expect(
      found(
        CART,
        object('HTTPRoute', 'shop/own', { parentRefs: [toCart] }),
        object('HTTPRoute', 'web/from-web', { parentRefs: [{ ...toCart, namespace: 'shop' }] }),
        object('HTTPRoute', 'shop/onward', {
          parentRefs: [{ ...toCart, name: 'all' }],
          rules: [{ backendRefs: [{ name: 'pay' }, { name: 'cart' }] }],
        }),
        object('HTTPRoute', 'web/other', { parentRefs: [toCart] }),
        object('ServiceProfile', `shop/${HOST}`, {}),
        object('ServiceProfile', 'shop/all.shop.svc.cluster.local', {
          dstOverrides: [{ authority: `${HOST}:8080` }],
        }),
        object('TrafficSplit', 'shop/split', { service: 'cart' }),
        object('TrafficSplit', 'shop/into', { service: 'all', backends: [{ service: 'cart' }] }),
        object('TrafficSplit', 'web/split-of-web', { service: 'cart' }),
      ),
    ).toEqual({
      'HTTPRoute own': `It routes calls to ${HOST}.`,
      'HTTPRoute from-web': `It routes calls to ${HOST}.`,
      'HTTPRoute onward': `It sends calls to ${HOST}.`,
      [`ServiceProfile ${HOST}`]: `It is for the service ${HOST}.`,
      'ServiceProfile all.shop.svc.cluster.local': `It sends calls for all.shop.svc.cluster.local to ${HOST}.`,
      'TrafficSplit split': `It shares out calls to ${HOST}.`,
      'TrafficSplit into': `It sends calls for all.shop.svc.cluster.local to ${HOST}.`,
    });
  });

  it('finds the Servers of its pods, and everything that is about these', () => {
    const policy = (where: string, targetRef: object, more: object = {}) =>
      object('AuthorizationPolicy', where, { targetRef, ...more });
    expect(
      found(
        CART,
        server('cart-http', { app: 'cart' }),
        server('pay-http', { app: 'pay' }),
        server('cart-of-web', { app: 'cart' }, 'web'),
        object('HTTPRoute', 'shop/probes', { parentRefs: [toServer('cart-http')] }),
        policy('shop/callers', toServer('cart-http'), {
          requiredAuthenticationRefs: [
            { kind: 'MeshTLSAuthentication', name: 'web-only' },
            { kind: 'NetworkAuthentication', name: 'inside', namespace: 'ops' },
          ],
        }),
        policy('shop/probe-callers', { kind: 'HTTPRoute', name: 'probes' }),
        policy('shop/for-pay', toServer('pay-http')),
        policy('shop/all', { kind: 'Namespace', name: 'shop' }),
        policy('web/foreign', { kind: 'Namespace', name: 'shop' }),
        object('MeshTLSAuthentication', 'shop/web-only', { identities: ['*'] }),
        object('MeshTLSAuthentication', 'shop/other', { identities: ['*'] }),
        object('NetworkAuthentication', 'ops/inside', {}),
        object('NetworkAuthentication', 'shop/inside', {}),
        object('HTTPLocalRateLimitPolicy', 'shop/limit', { targetRef: toServer('cart-http') }),
        object('ServerAuthorization', 'shop/by-name', { server: { name: 'cart-http' } }),
        object('ServerAuthorization', 'shop/by-label', {
          server: { selector: { matchLabels: { tier: 'cart-http' } } },
        }),
        object('ServerAuthorization', 'shop/other', { server: { name: 'pay-http' } }),
        object('EgressNetwork', 'shop/out', { trafficPolicy: 'Deny' }),
        object('EgressNetwork', 'web/out-of-web', { trafficPolicy: 'Deny' }),
      ),
    ).toEqual({
      'Server cart-http': 'It is for port 8080 of its pods.',
      'HTTPRoute probes': 'It is attached to the Server cart-http.',
      'AuthorizationPolicy callers': 'It is for the Server cart-http.',
      'AuthorizationPolicy probe-callers': 'It is for the HTTPRoute probes.',
      'AuthorizationPolicy all': 'It is for the namespace shop.',
      'HTTPLocalRateLimitPolicy limit': 'It is for the Server cart-http.',
      'MeshTLSAuthentication web-only': 'The AuthorizationPolicy callers asks for it.',
      'NetworkAuthentication inside': 'The AuthorizationPolicy callers asks for it.',
      'ServerAuthorization by-name': 'It is for the Server cart-http.',
      'ServerAuthorization by-label': 'It is for the Server cart-http.',
      'EgressNetwork out': 'It rules which hosts outside the cluster its namespace may call.',
    });
  });

  it('finds nothing that selects pods for a node that has none', () => {
    const node = { ...CART, services: [], podLabels: [] };
    expect(found(node, server('all', {}), object('EgressNetwork', 'shop/out', {}))).toEqual({});
  });
});
