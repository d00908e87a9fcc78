import type { PolicyCall, PolicyDraft } from '@/lib/domain/policy';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { VIRTUAL_NODE } from '@/lib/mesh/app-mesh/kinds';
import type { Reach } from '@/lib/mesh/app-mesh/reachable';
import { fieldsOf, listOf } from '@/lib/mesh/fields';

/** A backend of the caller's VirtualNode: all that App Mesh knows of who may call whom. */
export function draftBackend({ source, target }: PolicyCall, reach: Reach): PolicyDraft {
  const none =
    'App Mesh has no authorization by identity: it knows only which backends a caller declares.';
  const caller = source.kind === 'workload' ? reach.nodeOf(source.workload) : null;
  const node = reach.nodeOf(target);
  if (caller === null || node === null) {
    return { objects: [], notes: [none, 'No VirtualNode that can be read is at both ends.'] };
  }
  const services = reach.servicesOf(node);
  if (reach.backendsOf(caller).some(({ service }) => service !== null && services.has(service))) {
    return { objects: [], notes: [none, `${caller.metadata.name} declares it already.`] };
  }
  const [service] = services;
  if (service === undefined) {
    return { objects: [], notes: [none, 'No VirtualService leads there.'] };
  }
  const [namespace, name] = service.split('/');
  const spec = fieldsOf(caller.spec);
  const backend = { virtualService: { virtualServiceRef: { namespace, name } } };
  const object: KubeObject = {
    ...caller,
    spec: { ...spec, backends: [...listOf(spec['backends']), backend] },
  };
  return { objects: [{ kind: VIRTUAL_NODE, object, replaces: caller }], notes: [none] };
}

/** The listeners of a namespace that know TLS, made to take nothing else. */
export function tightenNamespace(namespace: string, objects: ObjectStore): PolicyDraft {
  const nodes = objects
    .list(VIRTUAL_NODE)
    .filter(({ metadata }) => metadata.namespace === namespace);
  const drafts = nodes.flatMap((node) => {
    const spec = fieldsOf(node.spec);
    const listeners = listOf(spec['listeners']).map(fieldsOf);
    if (listeners.every(({ tls }) => tls === undefined || fieldsOf(tls)['mode'] === 'STRICT'))
      return [];
    const strict = listeners.map((each) =>
      each['tls'] === undefined
        ? each
        : { ...each, tls: { ...fieldsOf(each['tls']), mode: 'STRICT' } },
    );
    const object = { ...node, spec: { ...spec, listeners: strict } };
    return [{ kind: VIRTUAL_NODE, object, replaces: node }];
  });
  const without = nodes.filter(({ spec }) =>
    listOf(fieldsOf(spec)['listeners']).some((each) => fieldsOf(each)['tls'] === undefined),
  );
  return {
    objects: drafts,
    notes: without.map(
      ({ metadata }) =>
        `${metadata.name} has a listener without a certificate, which cannot take TLS.`,
    ),
  };
}
