import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { DescribedPolicy } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { isSynced } from '@/lib/mesh/consul/intentions';
import {
  MESH,
  PROXY_DEFAULTS,
  SERVICE_DEFAULTS,
  SERVICE_INTENTIONS,
} from '@/lib/mesh/consul/kinds';
import { fieldsOf, listOf, textOf, textsOf, type Fields } from '@/lib/mesh/fields';
import { refOf } from '@/lib/mesh/object-refs';
import { listWords } from '@/lib/mesh/policies/refs';

/** Consul's policies in words. */
export function describePolicies(objects: ObjectStore): readonly DescribedPolicy[] {
  return [
    ...objects.list(SERVICE_INTENTIONS).map(intentions),
    ...objects
      .list(SERVICE_DEFAULTS)
      .flatMap((each) => modeOf(each, SERVICE_DEFAULTS, `service ${each.metadata.name}`)),
    ...objects.list(PROXY_DEFAULTS).flatMap((each) => modeOf(each, PROXY_DEFAULTS, 'all services')),
    ...objects.list(MESH).flatMap(permission),
  ];
}

function intentions(object: KubeObject): DescribedPolicy {
  const { destination, sources, jwt } = fieldsOf(object.spec);
  const list = listOf(sources).map(fieldsOf);
  const name = textOf(fieldsOf(destination)['name']) ?? object.metadata.name;
  return {
    object: refOf(object, SERVICE_INTENTIONS),
    effect: list.every(({ action }) => action === 'deny') ? 'deny' : 'allow',
    selects: name === '*' ? 'every service' : `service ${name}`,
    rules: [
      ...list.map(sourceWords),
      ...(jwt === undefined ? [] : ['Asks every caller for a token.']),
    ],
    warnings: syncWarnings(object),
  };
}

function sourceWords({ name, action, permissions }: Fields): string {
  const who = name === '*' ? 'every service' : (textOf(name) ?? 'a service');
  const list = listOf(permissions).map(fieldsOf);
  if (list.length === 0) return `${action === 'allow' ? 'Allows' : 'Denies'} ${who}.`;
  const parts = list.map(
    ({ action: does, http }) => `${String(does)} ${httpWords(fieldsOf(http))}`,
  );
  return `For ${who}, the first that matches: ${listWords(parts, 'or')}.`;
}

function httpWords({ methods, pathExact, pathPrefix, pathRegex, header }: Fields): string {
  const paths = [
    ...(textOf(pathExact) === undefined ? [] : [`path ${textOf(pathExact) ?? ''}`]),
    ...(textOf(pathPrefix) === undefined ? [] : [`paths under ${textOf(pathPrefix) ?? ''}`]),
    ...(textOf(pathRegex) === undefined ? [] : [`paths like ${textOf(pathRegex) ?? ''}`]),
  ];
  const headers = listOf(header).map((each) => `header ${textOf(fieldsOf(each)['name']) ?? ''}`);
  const words = [...textsOf(methods), ...paths, ...headers];
  return words.length === 0 ? 'everything' : words.join(' ');
}

function modeOf(object: KubeObject, kind: ResourceKind, selects: string): DescribedPolicy[] {
  const mode = textOf(fieldsOf(object.spec)['mutualTLSMode']);
  if (mode !== 'strict' && mode !== 'permissive') return [];
  const takes = mode === 'strict' ? 'mutual TLS alone' : 'mutual TLS and plain text';
  const rules = [`Its ports take ${takes}.`];
  const warnings = syncWarnings(object);
  return [{ object: refOf(object, kind), effect: 'tls', selects, rules, warnings }];
}

function permission(object: KubeObject): DescribedPolicy[] {
  if (fieldsOf(object.spec)['allowEnablingPermissiveMutualTLS'] !== true) return [];
  const rules = ['Services may be set to take plain text.'];
  return [
    {
      object: refOf(object, MESH),
      effect: 'tls',
      selects: 'the whole mesh',
      rules,
      warnings: syncWarnings(object),
    },
  ];
}

function syncWarnings(object: KubeObject): readonly string[] {
  return isSynced(object) ? [] : ['Consul refused it, so that it is not in force.'];
}
