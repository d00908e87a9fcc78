import { describe, expect, it } from 'vitest';
import { decidingLink, judgeCall } from '@/lib/domain/policy';
import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import { refOf } from '@/lib/mesh/object-refs';
import { MESHES } from '@/lib/mesh/registry';
import { AMBIENT } from '@/lib/testing/policy-cases/ambient';
import { policyStore, type Expected, type PolicyCase } from '@/lib/testing/policy-cases/builders';
import { APP_MESH, GATEWAY_API } from '@/lib/testing/policy-cases/app-mesh';
import { CONSUL } from '@/lib/testing/policy-cases/consul';
import { ISTIO_ORDER } from '@/lib/testing/policy-cases/istio-order';
import { ISTIO_RULES } from '@/lib/testing/policy-cases/istio-rules';
import { ISTIO_TLS } from '@/lib/testing/policy-cases/istio-tls';
import { LINKERD_AUTHORIZATION } from '@/lib/testing/policy-cases/linkerd-authorization';
import { LINKERD_SERVERS } from '@/lib/testing/policy-cases/linkerd-servers';

const CASES = [
  ...ISTIO_TLS,
  ...ISTIO_ORDER,
  ...ISTIO_RULES,
  ...AMBIENT,
  ...LINKERD_SERVERS,
  ...LINKERD_AUTHORIZATION,
  ...CONSUL,
  ...APP_MESH,
  ...GATEWAY_API,
];

/** What the adapter says of those questions that a row asks. */
function answerOf({ mesh, objects, call, expect: wanted }: PolicyCase): Expected {
  const adapter = MESHES.find(({ id }) => id === mesh);
  if (adapter === undefined) throw new Error(`no mesh ${mesh}`);
  const policies = adapter.policies(policyStore(objects));
  const server = policies.serverTls(call.target, call.port);
  const decision = judgeCall(policies, call);
  const link = decidingLink(server);
  const asked =
    wanted.verdict === undefined
      ? { by: link?.object?.name ?? null, path: link?.path ?? '' }
      : { by: decision.object?.name ?? null, path: decision.path };
  const all = {
    ...asked,
    mode: server.mode,
    mutual: server.isMutual,
    client: policies.clientTls(call).mode,
    verdict: decision.verdict,
  };
  return Object.fromEntries(Object.entries(all).filter(([key]) => key in wanted));
}

describe('the table of modes and decisions', () => {
  it('holds every mesh, and names where each row is from', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(120);
    expect(new Set(CASES.map(({ mesh }) => mesh))).toEqual(new Set(MESHES.map(({ id }) => id)));
    expect(CASES.filter(({ source }) => !/^[1-6]\.[A-Z]/.test(source))).toEqual([]);
  });

  it.each(CASES)('$mesh, $source: $says', (row) => {
    expect(answerOf(row)).toEqual(row.expect);
  });

  it.each(CASES)('$mesh, $source: $says, with exactly one link that decides', (row) => {
    const adapter = MESHES.find(({ id }) => id === row.mesh);
    const policies = adapter?.policies(policyStore(row.objects));
    const { call } = row;
    for (const chain of [
      policies?.serverTls(call.target, call.port).chain,
      policies?.clientTls(call).chain,
    ]) {
      expect(chain?.filter(({ decides }) => decides)).toHaveLength(1);
    }
  });

  it.each(CASES)('$mesh, $source: $says, by objects whose page can be found', (row) => {
    const adapter = MESHES.find(({ id }) => id === row.mesh);
    if (adapter === undefined) throw new Error(`no mesh ${row.mesh}`);
    const policies = adapter.policies(policyStore(row.objects));
    const named = [
      ...policies.described.map(({ object }) => object),
      ...policies.serverTls(row.call.target, row.call.port).chain.map(({ object }) => object),
      ...policies.clientTls(row.call).chain.map(({ object }) => object),
      judgeCall(policies, row.call).object,
    ].filter((object) => object !== null);
    const there = row.objects.flatMap((object) => {
      const kind = kindOf(object);
      return kind === undefined ? [] : [refOf(object, kind)];
    });
    for (const object of named) expect(there).toContainEqual(object);
  });
});

/** The kind of an object of a row, as an adapter reads it; none for what selects or is selected only. */
function kindOf({ apiVersion, kind }: KubeObject): ResourceKind | undefined {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  const kinds = [NAMESPACES, ...MESHES.flatMap((mesh) => mesh.kinds)];
  return kinds.find((each) => each.kind === kind && each.group === group);
}
