import type { KubeObject } from '@/lib/domain/kube-object';
import type { DescribedPolicy, MeshPolicies } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { BACKEND_TLS_POLICY } from '@/lib/mesh/gateway-api/kinds';
import { composeChain, defaultLink, unknownClient } from '@/lib/mesh/policies/chain';
import { refOf } from '@/lib/mesh/object-refs';
import { byNobody, listWords } from '@/lib/mesh/policies/refs';

const NONE = 'Gateway API has no word on it: the mesh that serves its routes decides.';

/** Gateway API knows TLS from gateways to backends alone; no workload is in it. */
export function policies(objects: ObjectStore): MeshPolicies {
  return {
    described: objects.list(BACKEND_TLS_POLICY).map(backendTls),
    serverTls: () => composeChain([{ mode: 'not-applicable', link: defaultLink('', NONE) }], false),
    clientTls: () => unknownClient(NONE),
    decide: () => byNobody('unknown', NONE),
    draft: () => ({ objects: [], notes: [NONE] }),
    tighten: () => ({ objects: [], notes: [NONE] }),
  };
}

function backendTls(object: KubeObject): DescribedPolicy {
  const { targetRefs, validation } = fieldsOf(object.spec);
  const targets = listOf(targetRefs)
    .map(fieldsOf)
    .map(({ kind, name }) => `${textOf(kind) ?? ''} ${textOf(name) ?? ''}`);
  const host = textOf(fieldsOf(validation)['hostname']) ?? 'its name';
  return {
    object: refOf(object, BACKEND_TLS_POLICY),
    effect: 'tls',
    selects: listWords(targets),
    rules: [`Gateways call it under TLS and expect a certificate for ${host}.`],
    warnings: [],
  };
}
