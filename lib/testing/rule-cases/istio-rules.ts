import type { RuleCase } from '@/lib/testing/check-cases';
import {
  all,
  around,
  deployment,
  namespace,
  object,
  pod,
  service,
  SIDECAR,
} from '@/lib/testing/rule-cases/yaml';

const V1 = 'networking.istio.io/v1';
const rule = (name: string, spec: string) =>
  object(V1, 'DestinationRule', `name: ${name}`, `spec: {${spec}}`);
const gateway = (name: string, servers: string) =>
  object(V1, 'Gateway', `name: ${name}`, `spec: {selector: {istio: in}, servers: [${servers}]}`);
const entry = (name: string, spec: string) =>
  object(V1, 'ServiceEntry', `name: ${name}`, `spec: {hosts: [api.example.com], ${spec}}`);
const sidecar = (metadata: string, spec: string) =>
  object(V1, 'Sidecar', metadata, `spec: {${spec}}`);
const peers = (mode: string) =>
  object('security.istio.io/v1', 'PeerAuthentication', 'name: p', `spec: {mtls: {mode: ${mode}}}`);

const inShop = around(
  all(
    namespace('shop'),
    namespace('istio-system'),
    service('cart'),
    deployment('cart-v1', 'app: cart, version: v1'),
    pod('cart-1', 'app: cart, version: v1', SIDECAR),
    object(
      'v1',
      'Pod',
      'name: in, namespace: edge, labels: {istio: in}',
      'status: {phase: Running}',
    ),
    object(
      'v1',
      'Service',
      'name: in, namespace: edge',
      'spec: {selector: {istio: in}, ports: [{name: http, port: 80}, {name: https, port: 443}]}',
    ),
    namespace('edge'),
  ),
);
const HTTP = '{port: {number: 80, protocol: HTTP, name: h}, hosts: ["*"]}';
const tls = (credential: string, host = 'a.example') =>
  `{port: {number: 443, protocol: HTTPS, name: s}, hosts: [${host}], tls: {mode: SIMPLE, credentialName: ${credential}}}`;

export const ISTIO_RULE_CASES: Readonly<Record<string, RuleCase>> = {
  IS201: inShop('/spec/host', rule('c', 'host: basket'), rule('c', 'host: cart')),
  IS202: inShop(
    '/spec/subsets/0/labels',
    rule('c', 'host: cart, subsets: [{name: v9, labels: {version: v9}}]'),
    rule('c', 'host: cart, subsets: [{name: v1, labels: {version: v1}}]'),
  ),
  IS203: inShop(
    '/spec/subsets/0',
    rule('c', 'host: cart, subsets: [{name: all}]'),
    rule(
      'c',
      'host: cart, subsets: [{name: all, trafficPolicy: {loadBalancer: {simple: RANDOM}}}]',
    ),
  ),
  IS204: inShop(
    '/spec/subsets',
    all(
      rule('a', 'host: cart, subsets: [{name: v1, labels: {version: v1}}]'),
      rule('b', 'host: cart, subsets: [{name: v1, labels: {app: cart}}]'),
    ),
    all(
      rule('a', 'host: cart, subsets: [{name: v1, labels: {version: v1}}]'),
      rule('b', 'host: cart, trafficPolicy: {loadBalancer: {simple: RANDOM}}'),
    ),
  ),
  IS205: inShop(
    '/spec/trafficPolicy/tls/mode',
    all(peers('STRICT'), rule('c', 'host: cart, trafficPolicy: {tls: {mode: DISABLE}}')),
    all(peers('PERMISSIVE'), rule('c', 'host: cart, trafficPolicy: {tls: {mode: DISABLE}}')),
  ),
  IS206: inShop(
    '/spec/trafficPolicy/tls/mode',
    all(
      service('old'),
      pod('old-1', 'app: old'),
      rule('o', 'host: old, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}'),
    ),
    rule('c', 'host: cart, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}'),
  ),
  IS207: inShop(
    '/spec/trafficPolicy/tls',
    rule('c', 'host: cart, trafficPolicy: {tls: {mode: SIMPLE}}'),
    all(
      rule('c', 'host: cart, trafficPolicy: {tls: {mode: SIMPLE, caCertificates: /etc/ca.pem}}'),
      entry('e', 'ports: [{number: 443, name: s, protocol: TLS}]'),
      rule('e', 'host: api.example.com, trafficPolicy: {tls: {mode: SIMPLE}}'),
    ),
  ),
  IS208: inShop(
    '/spec/trafficPolicy/outlierDetection/consecutiveErrors',
    rule('c', 'host: cart, trafficPolicy: {outlierDetection: {consecutiveErrors: 5}}'),
    rule('c', 'host: cart, trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5}}'),
  ),
  IS301: inShop(
    '/spec/servers/0',
    all(gateway('a', tls('one')), gateway('b', tls('two'))),
    all(gateway('a', HTTP), gateway('b', HTTP), gateway('c', tls('one'))),
  ),
  IS302: inShop(
    '/spec/selector',
    object(V1, 'Gateway', 'name: g', `spec: {selector: {istio: nowhere}, servers: [${HTTP}]}`),
    gateway('g', HTTP),
  ),
  IS303: inShop(
    '/spec/servers/0/tls/credentialName',
    all(gateway('a', tls('one', 'a.example')), gateway('b', tls('one', 'b.example'))),
    all(gateway('a', tls('one', 'a.example')), gateway('b', tls('two', 'b.example'))),
  ),
  IS304: inShop(
    '/spec/servers/0/port/number',
    gateway('g', '{port: {number: 9000, protocol: HTTP, name: h}, hosts: ["*"]}'),
    gateway('g', HTTP),
  ),
  IS401: inShop(
    '/spec/ports/0',
    entry('e', 'ports: [{number: 5432, name: db, protocol: TCP}]'),
    entry('e', 'addresses: [10.1.2.3], ports: [{number: 5432, name: db, protocol: TCP}]'),
  ),
  IS402: inShop(
    '/spec/ports/0',
    all(
      entry('a', 'ports: [{number: 443, name: s, protocol: TLS}]'),
      entry('b', 'ports: [{number: 443, name: s, protocol: TLS}]'),
    ),
    all(
      entry('a', 'ports: [{number: 443, name: s, protocol: TLS}]'),
      entry('b', 'ports: [{number: 80, name: h, protocol: HTTP}]'),
    ),
  ),
  IS403: inShop(
    '/spec/ports/0/protocol',
    all(
      entry('a', 'ports: [{number: 443, name: s, protocol: TLS}]'),
      entry('b', 'ports: [{number: 443, name: s, protocol: HTTPS}]'),
    ),
    entry('a', 'ports: [{number: 443, name: s, protocol: TLS}]'),
  ),
  IS404: inShop(
    '/spec/exportTo/0',
    rule('c', 'host: cart, exportTo: [nowhere]'),
    rule('c', 'host: cart, exportTo: [., edge]'),
  ),
  IS405: inShop(
    '/spec/egress/0/hosts/0',
    sidecar('name: s', 'egress: [{hosts: [./basket.shop.svc.cluster.local]}]'),
    sidecar('name: s', 'egress: [{hosts: [./cart.shop.svc.cluster.local, istio-system/*]}]'),
  ),
  IS406: inShop(
    '/spec/workloadSelector',
    sidecar('name: s, namespace: istio-system', 'workloadSelector: {labels: {app: cart}}'),
    sidecar('name: s, namespace: istio-system', 'egress: [{hosts: ["./*"]}]'),
  ),
  IS407: inShop(
    '/spec/outboundTrafficPolicy',
    sidecar('name: s', 'outboundTrafficPolicy: {}'),
    sidecar('name: s', 'outboundTrafficPolicy: {mode: ALLOW_ANY}'),
  ),
  IS501: inShop(
    '',
    all(sidecar('name: a', ''), sidecar('name: b', '')),
    all(sidecar('name: a', ''), sidecar('name: b', 'workloadSelector: {labels: {app: cart}}')),
  ),
  IS502: inShop(
    '/spec/workloadSelector',
    all(
      sidecar('name: a', 'workloadSelector: {labels: {app: cart}}'),
      sidecar('name: b', 'workloadSelector: {labels: {version: v1}}'),
    ),
    sidecar('name: a', 'workloadSelector: {labels: {app: cart}}'),
  ),
  IS503: inShop(
    '/spec/workloadSelector',
    sidecar('name: a', 'workloadSelector: {labels: {app: basket}}'),
    sidecar('name: a', 'workloadSelector: {labels: {app: cart}}'),
  ),
};
