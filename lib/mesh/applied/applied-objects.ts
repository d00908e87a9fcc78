import { groupBy } from '@/lib/domain/group-by';
import { resourceKey } from '@/lib/domain/kube-object';
import { objectId, type ObjectRef } from '@/lib/domain/object-ref';
import type { MeshAdapter, ObjectStore } from '@/lib/mesh/adapter';
import { nodesOfStore, type ClusterNode } from '@/lib/mesh/applied/cluster-nodes';
import { mentionsOf } from '@/lib/mesh/applied/mentions';
import { hostOfPlace, placeObjects, type PlacedObject } from '@/lib/mesh/applied/places';
import { meshKinds } from '@/lib/mesh/mesh-kinds';

/** A node, and which of some objects apply to it. */
export interface AppliedNode extends Pick<ClusterNode, 'kind' | 'namespace' | 'name'> {
  /** Their ids, sorted. */
  readonly objects: readonly string[];
}

/** Work that pauses between its steps. */
type Steps<T> = Generator<undefined, T, undefined>;

/** Some milliseconds of work, where many objects apply to a place. */
const NODES_AT_ONCE = 50;
const OBJECTS_AT_ONCE = 500;

interface KeptPlace {
  /** All that the nodes of a place were made of. */
  readonly made: string;
  readonly nodes: readonly AppliedNode[];
}

/**
 * Tells to which nodes of a cluster some of its objects apply: by what each adapter says of each node, so that it is
 * what the page of the node says. Only places are looked at where one of the objects can apply, for each only the
 * objects that can apply there, and none again in which nothing has changed.
 */
export class AppliedObjects {
  readonly #meshes: readonly MeshAdapter[];
  #kept: ReadonlyMap<string, KeptPlace> = new Map();

  constructor(meshes: readonly MeshAdapter[]) {
    this.#meshes = meshes;
  }

  /**
   * The nodes to which some objects apply, those of Kubernetes itself too: they apply to the node that they are.
   * Pauses again and again, so that others get their turn.
   */
  *nodes(wanted: readonly ObjectRef[], store: ObjectStore): Steps<readonly AppliedNode[]> {
    const kept = new Map<string, KeptPlace>();
    if (wanted.length > 0) {
      const ids = new Set(wanted.map(objectId));
      yield* readMentions(this.#meshes, store);
      const placed = placeObjects(this.#meshes, store);
      yield;
      const cluster = nodesOfStore(store);
      for (const place of placesToLook(placed, wanted, ids, cluster.namespaces)) {
        const here = placed.filter(({ places, everywhere }) => everywhere || places.has(place));
        const host = hostOfPlace(place);
        const nodes = host === null ? cluster.nodesOf(place) : [nodeOutside(host)];
        const made = signatureOf(nodes, here, ids);
        const known = this.#kept.get(place);
        const isSame = known?.made === made;
        const judged = isSame ? known.nodes : yield* this.#judge(nodes, here, ids, store);
        kept.set(place, { made, nodes: judged });
        yield;
      }
    }
    this.#kept = kept;
    return [...kept.values()].flatMap(({ nodes }) => nodes);
  }

  *#judge(
    nodes: readonly ClusterNode[],
    here: readonly PlacedObject[],
    wanted: ReadonlySet<string>,
    store: ObjectStore,
  ): Steps<readonly AppliedNode[]> {
    const narrow = narrowed(this.#meshes, store, here);
    const ids = new Map(here.map(({ object, id }) => [object, id]));
    const found: AppliedNode[] = [];
    for (const [i, { kind, namespace, name, facts, itself }] of nodes.entries()) {
      if (i % NODES_AT_ONCE === NODES_AT_ONCE - 1) yield;
      const applied = this.#meshes
        .flatMap((mesh) => mesh.configurationOf(facts, narrow))
        .flatMap(({ object }) => ids.get(object) ?? []);
      const objects = [...new Set([...applied, ...itself])].filter((id) => wanted.has(id));
      if (objects.length > 0) found.push({ kind, namespace, name, objects: objects.toSorted() });
    }
    return found;
  }
}

/** Reads every object once, so that what comes after finds it read. */
function* readMentions(meshes: readonly MeshAdapter[], store: ObjectStore): Steps<undefined> {
  const objects = meshKinds(meshes).flatMap(({ kind }) => store.list(kind));
  for (const [i, object] of objects.entries()) {
    if (i % OBJECTS_AT_ONCE === OBJECTS_AT_ONCE - 1) yield;
    mentionsOf(object);
  }
}

/** Every place at which one of the wanted objects can apply. */
function placesToLook(
  placed: readonly PlacedObject[],
  wanted: readonly ObjectRef[],
  ids: ReadonlySet<string>,
  namespaces: readonly string[],
): ReadonlySet<string> {
  const found = placed.filter(({ id }) => ids.has(id));
  return new Set([
    ...wanted.map(({ namespace }) => namespace).filter((namespace) => namespace !== ''),
    ...found.flatMap(({ places }) => [...places]),
    ...(found.some(({ everywhere }) => everywhere) ? namespaces : []),
  ]);
}

/** What has a host outside the cluster: telemetry names it so. */
function nodeOutside(host: string): ClusterNode {
  const facts = { namespace: '', services: [], podLabels: [], externalHost: host };
  return { kind: 'external', namespace: '', name: host, facts, itself: [] };
}

/** The same as long as the nodes of a place and all that can apply there are the same. */
function signatureOf(
  nodes: readonly ClusterNode[],
  here: readonly PlacedObject[],
  wanted: ReadonlySet<string>,
): string {
  const objects = here.map(({ id, object: { metadata } }) => [
    ...[id, metadata.uid, metadata.resourceVersion],
    wanted.has(id),
  ]);
  const own = nodes.flatMap(({ itself }) => itself.filter((id) => wanted.has(id)));
  const facts = nodes.map(({ kind, name, facts }) => [kind, name, facts]);
  return JSON.stringify([objects, own, facts]);
}

/** A store that has only some of the objects of the meshes. */
function narrowed(
  meshes: readonly MeshAdapter[],
  store: ObjectStore,
  here: readonly PlacedObject[],
): ObjectStore {
  const left = groupBy(here, ({ kind }) => resourceKey(kind));
  const lists = new Map(
    meshKinds(meshes).map(({ kind }) => {
      const key = resourceKey(kind);
      return [key, (left.get(key) ?? []).map(({ object }) => object)];
    }),
  );
  return {
    has: (kind) => store.has(kind),
    list: (kind) => lists.get(resourceKey(kind)) ?? store.list(kind),
  };
}
