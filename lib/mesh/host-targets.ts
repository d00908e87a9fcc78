import type { ObjectRef } from '@/lib/domain/object-ref';
import type { MeshAdapter, ObjectStore } from '@/lib/mesh/adapter';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { covers, serviceNameOf } from '@/lib/mesh/hosts';
import { refOf } from '@/lib/mesh/object-refs';

/** A host that an object makes known, which may start with `*`. */
export interface DeclaredHost {
  readonly host: string;
  readonly by: ObjectRef;
}

/** Gives the objects that answer for a host; none where nothing that can be read does. */
export type HostTargets = (host: string) => readonly ObjectRef[];

const SERVICE = { ...SERVICES, kind: 'Service' };

/**
 * What answers for hosts: the Service that is called so, with what answers for the name that it only stands for
 * (`ExternalName`), and the objects of the meshes that declare the host.
 */
export function hostTargets(meshes: readonly MeshAdapter[], objects: ObjectStore): HostTargets {
  const declared = meshes.flatMap((mesh) => mesh.declaredHosts(objects));
  const exact = new Map<string, ObjectRef[]>();
  for (const { host, by } of declared) exact.set(host, [...(exact.get(host) ?? []), by]);
  const wildcards = declared.filter(({ host }) => host.startsWith('*'));
  const services = new Map(
    objects.list(SERVICES).map((service) => {
      return [`${service.metadata.namespace ?? ''}/${service.metadata.name}`, service];
    }),
  );

  /** A host that starts with `*` is answered for by all whose hosts it covers. */
  const declaredFor = (host: string) =>
    host.startsWith('*')
      ? declared.filter((each) => covers(host, each.host)).map(({ by }) => by)
      : [
          ...(exact.get(host) ?? []),
          ...wildcards.filter((each) => covers(each.host, host)).map(({ by }) => by),
        ];

  const targetsOf = (host: string, isAlias: boolean): readonly ObjectRef[] => {
    const name = serviceNameOf(host);
    const service = name === null ? undefined : services.get(`${name.namespace}/${name.name}`);
    const alias = textOf(fieldsOf(service?.spec)['externalName']);
    return [
      ...(service === undefined ? [] : [refOf(service, SERVICE)]),
      ...declaredFor(host),
      ...(alias === undefined || isAlias ? [] : targetsOf(alias, true)),
    ];
  };
  return (host) => [...new Set(targetsOf(host, false))];
}
