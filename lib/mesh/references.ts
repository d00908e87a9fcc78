import { escapeStep } from '@/lib/domain/pointer';
import { resourceKey, type KubeObject, type ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectRef } from '@/lib/domain/object-ref';
import type { HostTargets } from '@/lib/mesh/host-targets';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { fqdnOf, serviceNameOf } from '@/lib/mesh/hosts';

/** A place in one object that names another. */
export interface ObjectReference {
  /** JSON Pointer. */
  readonly path: string;
  readonly to: ObjectRef;
}

/** Where objects of a kind name others, and how what is written there is read. */
export interface ReferenceRule {
  readonly from: Pick<ResourceKind, 'group' | 'plural'>;
  /** Steps to the place; `*` for every element of a list. */
  readonly at: string;
  /** Null for what names no object of the cluster. */
  readonly read: (value: unknown, object: KubeObject) => ObjectRef | null;
  /** Of a place that holds a host which more than Services may answer for: its full name. */
  readonly host?: (value: unknown, object: KubeObject) => string | null;
}

type Kind = Pick<ResourceKind, 'group' | 'plural' | 'kind' | 'clusterScoped'>;

/** Kubernetes Services. */
export const SERVICE: Kind = { group: '', plural: 'services', kind: 'Service' };

/**
 * The objects that an object of a kind names, as it is written: whether they exist is another question.
 *
 * @param answering Gives what is there for a host (see `hostTargets`); where nothing is, the host names its Service.
 */
export function referencesOf(
  rules: readonly ReferenceRule[],
  kind: Pick<ResourceKind, 'group' | 'plural'>,
  object: KubeObject,
  answering: HostTargets = () => [],
): readonly ObjectReference[] {
  const own = rules.filter(({ from }) => resourceKey(from) === resourceKey(kind));
  return own.flatMap(({ at, read, host }) =>
    placesAt(object, at.split('/'), '').flatMap(({ path, value }) => {
      const name = host?.(value, object) ?? null;
      const found = name === null ? [] : answering(name);
      const written = found.length === 0 ? read(value, object) : null;
      return [...found, ...(written === null ? [] : [written])].map((to) => ({ path, to }));
    }),
  );
}

interface Place {
  readonly path: string;
  readonly value: unknown;
}

function placesAt(value: unknown, steps: readonly string[], path: string): readonly Place[] {
  const [step, ...rest] = steps;
  if (step === undefined) return value === undefined ? [] : [{ path, value }];
  if (step === '*') {
    return listOf(value).flatMap((item, i) => placesAt(item, rest, `${path}/${i}`));
  }
  return placesAt(fieldsOf(value)[step], rest, `${path}/${escapeStep(step)}`);
}

/** Reads a host: the Service that it names. */
export function serviceByHost(value: unknown, object: KubeObject): ObjectRef | null {
  const host = textOf(value);
  if (host === undefined) return null;
  const service = serviceNameOf(fqdnOf(host, object.metadata.namespace ?? ''));
  return service === null || service.name.includes('*')
    ? null
    : refTo(SERVICE, service.namespace, service.name);
}

/** Reads the name of a Service in the object's own namespace. */
export function serviceByName(value: unknown, object: KubeObject): ObjectRef | null {
  return byName(SERVICE)(value, object);
}

/** Reads a name: an object of this kind in the object's own namespace. */
export function byName(kind: Kind): ReferenceRule['read'] {
  return (value, { metadata }) => {
    const name = textOf(value);
    return name === undefined ? null : refTo(kind, metadata.namespace ?? '', name);
  };
}

/**
 * Reads a map with `group`, `kind`, `namespace` and `name`, of which all but the name may be left out.
 *
 * @param kinds Those that may be named; the first is meant where none is.
 */
export function byRef(kinds: readonly [Kind, ...Kind[]]): ReferenceRule['read'] {
  return (value, { metadata }) => {
    const { group, kind, namespace, name } = fieldsOf(value);
    const named = textOf(name);
    const wanted = textOf(kind) ?? kinds[0].kind;
    const isIt = (each: Kind) =>
      each.kind === wanted && (typeof group !== 'string' || groupOf(group) === each.group);
    const found = kinds.find(isIt);
    if (named === undefined || found === undefined) return null;
    return refTo(found, textOf(namespace) ?? metadata.namespace ?? '', named);
  };
}

function groupOf(written: string): string {
  return written === 'core' ? '' : written;
}

function refTo({ group, plural, kind, clusterScoped }: Kind, namespace: string, name: string) {
  return { group, plural, kind, namespace: clusterScoped === true ? '' : namespace, name };
}
