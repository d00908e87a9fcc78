import type { KubeObject } from '@/lib/domain/kube-object';
import { fieldsOf, textsOf } from '@/lib/mesh/fields';
import { isServiceParent, parentsOf, serviceHost, type ParentRef } from '@/lib/mesh/routes/parents';
import type { RouteAudience } from '@/lib/mesh/routes/rule-split';

/**
 * Whom a route speaks for. Attached to a Service it is for calls inside the mesh: of everybody when it is beside
 * the Service, else only of callers in its own namespace. Attached to a Gateway it is for what comes in there,
 * under its host names.
 */
export function audienceOf(route: KubeObject): RouteAudience {
  const { namespace = '' } = route.metadata;
  const parents = parentsOf(route);
  const services = parents.filter(isServiceParent);
  const others = parents.filter((parent) => !isServiceParent(parent));
  const names = textsOf(fieldsOf(route.spec)['hostnames']);
  const isForAll = services.some((parent) => parent.namespace === namespace);
  const inside = services.map((parent) => shortName(parent, namespace));
  return {
    hosts: [...new Set([...inside, ...(others.length > 0 ? names : [])])],
    match: [
      ...(services.length > 0 ? [isForAll ? '' : `caller is in namespace ${namespace}`] : []),
      ...others.map((parent) => throughWords(parent, namespace)),
    ].filter((words, _, all) => words !== '' || all.length > 1),
    services: services.map(serviceHost),
  };
}

function shortName({ name, namespace }: ParentRef, own: string): string {
  return namespace === own ? name : `${name}.${namespace}`;
}

function throughWords(parent: ParentRef, own: string): string {
  const { kind, sectionName } = parent;
  const listener = sectionName === undefined ? '' : `, listener ${sectionName}`;
  return `through ${kind} ${shortName(parent, own)}${listener}`;
}
