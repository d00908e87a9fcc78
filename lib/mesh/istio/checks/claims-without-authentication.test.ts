import { describe, expect, it } from 'vitest';
import { findingsAmong, objectsFrom } from '@/lib/testing/check-cases';

const LABEL = 'gateway.networking.k8s.io/gateway-name';

const around = (target: string) => `
{apiVersion: v1, kind: Namespace, metadata: {name: shop}}
---
{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: public, namespace: shop}, spec: {selector: {${LABEL}: web}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}}
---
{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: cart, namespace: shop}, spec: {hosts: [shop.example], gateways: [public], http: [{match: [{headers: {"@request.auth.claims.group": {exact: a}}}], route: [{destination: {host: cart}}]}]}}
---
{apiVersion: security.istio.io/v1, kind: RequestAuthentication, metadata: {name: jwt, namespace: shop}, spec: {targetRefs: [${target}], jwtRules: [{issuer: a}]}}
`;

describe('claims that a route asks for', () => {
  it.each([
    [`{group: gateway.networking.k8s.io, kind: Gateway, name: web}`, []],
    [`{group: gateway.networking.k8s.io, kind: Gateway, name: other}`, ['IS114']],
    [`{group: "", kind: Service, name: web}`, ['IS114']],
  ])('are checked by what is attached to the gateway: %s', (target, want) => {
    const codes = findingsAmong(objectsFrom(around(target))).map(({ code }) => code);
    expect(codes.filter((code) => code === 'IS114')).toEqual(want);
  });
});
