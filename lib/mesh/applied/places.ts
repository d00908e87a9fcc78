import { resourceKey, type KubeObject, type ResourceKind } from '@/lib/domain/kube-object';
import { objectId } from '@/lib/domain/object-ref';
import type { MeshAdapter, ObjectStore } from '@/lib/mesh/adapter';
import { mentionsOf } from '@/lib/mesh/applied/mentions';
import { SERVICES } from '@/lib/mesh/core-kinds';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { meshKinds } from '@/lib/mesh/mesh-kinds';
import { refOf } from '@/lib/mesh/object-refs';
import { referencesOf } from '@/lib/mesh/references';

/** An object of a mesh, where it may matter. */
export interface PlacedObject {
  readonly id: string;
  readonly kind: ResourceKind;
  readonly object: KubeObject;
  /** Namespaces, and hosts outside of all (see `placeOfHost`). */
  readonly places: ReadonlySet<string>;
  /** Whether it may matter everywhere. */
  readonly everywhere: boolean;
}

/** The place of what is called by a host that is no name of a Service. No namespace is called so. */
function placeOfHost(host: string): string {
  return `host ${host}`;
}

/** The host of such a place; null for a namespace. */
export function hostOfPlace(place: string): string | null {
  return place.startsWith('host ') ? place.slice('host '.length) : null;
}

/**
 * Says of every object of the meshes at which places it can apply to a node at all: where it is, where a Service is
 * that it mentions, and where those can that name it or that it names. Rather too much than too little: it only
 * bounds what has to be looked at for the nodes of one place.
 */
export function placeObjects(
  meshes: readonly MeshAdapter[],
  store: ObjectStore,
): readonly PlacedObject[] {
  const found = directlyPlaced(meshes, store);
  const links = linksOf(meshes, found);
  const reached = found.map(({ id }) => mergeOf([id, ...walk(id, links.out)].map(placesOf)));
  const byId = new Map(found.map((each, i) => [each.id, reached[i] ?? NOWHERE]));
  return found.map((each) => ({
    ...each,
    ...mergeOf([each.id, ...walk(each.id, links.in)].map((id) => byId.get(id) ?? NOWHERE)),
  }));

  function placesOf(id: string): Places {
    return links.objects.get(id) ?? NOWHERE;
  }
}

type Places = Pick<PlacedObject, 'places' | 'everywhere'>;

const NOWHERE: Places = { places: new Set(), everywhere: false };

function mergeOf(all: readonly Places[]): Places {
  const [only] = all;
  if (only !== undefined && all.length === 1) return only;
  return {
    places: new Set(all.flatMap(({ places }) => [...places])),
    everywhere: all.some(({ everywhere }) => everywhere),
  };
}

function directlyPlaced(
  meshes: readonly MeshAdapter[],
  store: ObjectStore,
): readonly PlacedObject[] {
  const homes = new Map<string, string[]>();
  for (const { metadata } of store.list(SERVICES)) {
    homes.set(metadata.name, [...(homes.get(metadata.name) ?? []), metadata.namespace ?? '']);
  }
  return meshKinds(meshes).flatMap(({ kind }) => {
    const own = meshes.filter(({ kinds }) => kinds.some((each) => isSame(each, kind)));
    return store.list(kind).map((object): PlacedObject => {
      const { namespace = '' } = object.metadata;
      const { words, anything } = mentionsOf(object);
      const named = [...words].flatMap((word) => [
        ...(homes.get(word) ?? []),
        ...(word.includes('.') && serviceNameOf(word) === null ? [placeOfHost(word)] : []),
      ]);
      return {
        ...{ id: objectId(refOf(object, kind)), kind, object },
        places: new Set([namespace, ...named]),
        everywhere: anything || namespace === '' || own.some((mesh) => mesh.reachesAll(object)),
      };
    });
  });
}

function isSame(a: ResourceKind, b: ResourceKind): boolean {
  return resourceKey(a) === resourceKey(b);
}

interface Links {
  readonly objects: ReadonlyMap<string, PlacedObject>;
  /** By the id of an object, those that it names. */
  readonly out: ReadonlyMap<string, readonly string[]>;
  /** By the id of an object, those that name it. */
  readonly in: ReadonlyMap<string, readonly string[]>;
}

function linksOf(meshes: readonly MeshAdapter[], found: readonly PlacedObject[]): Links {
  const rules = meshes.flatMap(({ references }) => references);
  const objects = new Map(found.map((each) => [each.id, each]));
  const out = new Map<string, string[]>();
  const into = new Map<string, string[]>();
  for (const { id, kind, object } of found) {
    for (const { to } of referencesOf(rules, kind, object)) {
      const target = objectId(to);
      if (target === id || !objects.has(target)) continue;
      out.set(id, [...(out.get(id) ?? []), target]);
      into.set(target, [...(into.get(target) ?? []), id]);
    }
  }
  return { objects, out, in: into };
}

/** Everything that can be reached from an object over links, without itself. */
function walk(from: string, links: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const seen = new Set([from]);
  for (const id of seen) for (const next of links.get(id) ?? []) seen.add(next);
  seen.delete(from);
  return [...seen];
}
