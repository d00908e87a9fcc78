import 'server-only';
import { resourceKey, type KubeObject, type ResourceKind } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';

/** An object and the kind under which it is listed. */
export interface Laid {
  readonly kind: ResourceKind;
  readonly object: KubeObject;
}

/** A store as if objects had been applied: each stands in for the one of its name, or beside the others. */
export function overlayStore(store: ObjectStore, laid: readonly Laid[]): ObjectStore {
  const keys = new Set(laid.map(({ kind }) => resourceKey(kind)));
  return {
    has: (kind) => store.has(kind),
    list(kind) {
      const key = resourceKey(kind);
      if (!keys.has(key)) return store.list(kind);
      const own = laid.filter((each) => resourceKey(each.kind) === key).map(({ object }) => object);
      const names = new Set(own.map(nameOf));
      return [...store.list(kind).filter((object) => !names.has(nameOf(object))), ...own];
    },
  };
}

/** The kind of an object among those that are read. */
export function kindOf(
  { apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>,
  kinds: readonly ResourceKind[],
): ResourceKind | undefined {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [''];
  return kinds.find((each) => each.kind === kind && each.group === group);
}

function nameOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}
