import { describe, expect, it } from 'vitest';
import { resourceKey } from '@/lib/domain/kube-object';
import { objectWords } from '@/lib/domain/object-ref';
import { hostTargets } from '@/lib/mesh/host-targets';
import { DESTINATION_RULE, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { ISTIO_REFERENCES } from '@/lib/mesh/istio/references';
import { referencesOf } from '@/lib/mesh/references';
import { MESHES } from '@/lib/mesh/registry';
import { meshKinds } from '@/lib/mesh/mesh-kinds';
import { findingsAmong, objectsFrom } from '@/lib/testing/check-cases';

const entry = (name: string, hosts: string) =>
  `{apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: ${name}, namespace: out}, spec: {hosts: [${hosts}], resolution: DNS, ports: [{number: 443, name: tls, protocol: TLS}]}}`;
const service = (name: string, spec: string) =>
  `{apiVersion: v1, kind: Service, metadata: {name: ${name}, namespace: shop}, spec: {${spec}}}`;

const AROUND = [
  '{apiVersion: v1, kind: Namespace, metadata: {name: shop}}',
  '{apiVersion: v1, kind: Namespace, metadata: {name: out}}',
  service('cart', 'selector: {app: cart}, ports: [{port: 80, name: http}]'),
  service(
    'bank',
    'type: ExternalName, externalName: api.bank.example, ports: [{port: 443, name: tls}]',
  ),
  service(
    'alias',
    'type: ExternalName, externalName: cart.shop.svc.cluster.local, ports: [{port: 80, name: http}]',
  ),
  entry('bank', 'api.bank.example'),
  entry('mail', '"*.mail.example"'),
];

const CASES: readonly (readonly [host: string, names: readonly string[]])[] = [
  ['cart', ['Service shop/cart']],
  ['api.bank.example', ['ServiceEntry out/bank']],
  ['eu.mail.example', ['ServiceEntry out/mail']],
  ['bank', ['Service shop/bank', 'ServiceEntry out/bank']],
  ['alias', ['Service shop/alias', 'Service shop/cart']],
  ['gone', ['Service shop/gone']],
  ['gone.example', []],
];

function world(host: string) {
  const objects = objectsFrom(
    [
      ...AROUND,
      `{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: a, namespace: shop}, spec: {hosts: [a.example], http: [{route: [{destination: {host: '${host}', port: {number: 80}}}]}]}}`,
      `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: a, namespace: shop}, spec: {host: '${host}'}}`,
    ].join('\n---\n'),
  );
  const kinds = [...meshKinds(MESHES).map(({ kind }) => kind)];
  const list = ({ group, plural }: { group: string; plural: string }) => {
    const kind =
      plural === 'services'
        ? 'Service'
        : kinds.find((each) => resourceKey(each) === resourceKey({ group, plural }))?.kind;
    return objects.filter((each) => each.kind === kind && each.apiVersion.startsWith(group));
  };
  const answering = hostTargets(MESHES, { list, has: () => true });
  const named = [VIRTUAL_SERVICE, DESTINATION_RULE].flatMap((kind) =>
    list(kind).map((object) =>
      referencesOf(ISTIO_REFERENCES, kind, object, answering).map(({ to }) => objectWords(to)),
    ),
  );
  return { objects, named };
}

describe('a host that an object names', () => {
  it.each(CASES)('leads to what answers for it: %s', (host, names) => {
    expect(world(host).named).toEqual([names, names]);
  });

  it.each(CASES)('leads nowhere exactly where the checks say so: %s', (host, names) => {
    const { objects } = world(host);
    const codes = new Set(findingsAmong(objects).map(({ code }) => code));
    const isThere = names.length > 0 && host !== 'gone';
    expect([codes.has('IS101'), codes.has('IS201')]).toEqual([!isThere, !isThere]);
  });

  it('with a wildcard leads to every host that it covers, and to no Service called so', () => {
    expect(world('*.example').named[1]).toEqual(['ServiceEntry out/bank', 'ServiceEntry out/mail']);
    expect(world('*.shop.svc.cluster.local').named[1]).toEqual([]);
  });
});
