import type { DraftedPolicy, PolicyCall, PolicyDraft } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { serviceNameOf } from '@/lib/mesh/consul/intentions';
import { PROXY_DEFAULTS, SERVICE_DEFAULTS, SERVICE_INTENTIONS } from '@/lib/mesh/consul/kinds';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { draftOf } from '@/lib/mesh/policies/drafts';

/** An intention for the caller's service: one more source of the object that is there, else a new object. */
export function draftAllowance(call: PolicyCall, objects: ObjectStore): PolicyDraft {
  const { source, target } = call;
  if (source.kind !== 'workload' || source.workload.mesh !== 'consul') {
    return {
      objects: [],
      notes: ['The caller is no service of this mesh that an intention could name.'],
    };
  }
  const name = serviceNameOf(target);
  const caller = serviceNameOf(source.workload);
  const current = objects
    .list(SERVICE_INTENTIONS)
    .find(({ spec }) => textOf(fieldsOf(fieldsOf(spec)['destination'])['name']) === name);
  const sources = listOf(fieldsOf(current?.spec)['sources']);
  const others = sources.filter((each) => fieldsOf(each)['name'] !== caller);
  const spec = {
    ...fieldsOf(current?.spec),
    destination: { name },
    sources: [...others, { name: caller, action: 'allow' }],
  };
  const identity = {
    namespace: current?.metadata.namespace ?? target.namespace,
    name: current?.metadata.name ?? name,
  };
  const isFirst = others.length === 0;
  return {
    objects: [draftOf(SERVICE_INTENTIONS, objects, identity, { spec })],
    notes: [
      ...(isFirst ? ['Callers without an intention are still decided by the ACL default.'] : []),
      'Telemetry tells no methods or paths, so that the intention allows all of them.',
    ],
  };
}

/** The services of a namespace that may take plain text, made strict. */
export function tightenNamespace(namespace: string, objects: ObjectStore): PolicyDraft {
  const open = objects
    .list(SERVICE_DEFAULTS)
    .filter(({ metadata }) => metadata.namespace === namespace)
    .filter(({ spec }) => fieldsOf(spec)['mutualTLSMode'] === 'permissive');
  const drafts = open.map(({ metadata, spec }): DraftedPolicy => {
    const body = { spec: { ...fieldsOf(spec), mutualTLSMode: 'strict' } };
    return draftOf(SERVICE_DEFAULTS, objects, { namespace, name: metadata.name }, body);
  });
  const isOpenForAll = objects
    .list(PROXY_DEFAULTS)
    .some(({ spec }) => fieldsOf(spec)['mutualTLSMode'] === 'permissive');
  return {
    objects: drafts,
    notes: [
      ...(drafts.length === 0
        ? ['None of its services takes plain text by its own ServiceDefaults.']
        : []),
      ...(isOpenForAll
        ? ['ProxyDefaults are permissive for services that say nothing themselves.']
        : []),
    ],
  };
}
