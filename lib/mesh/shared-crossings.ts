import { groupBy } from '@/lib/domain/group-by';
import { edgeId, type MeshEdge, type MeshNode } from '@/lib/domain/model';

/** Services by the id of their node, and the nodes that serve them. */
export type Servers = ReadonlyMap<string, readonly MeshNode[]>;

const BY_SERVERS =
  'The caller’s mesh knows only the service that was called; which of its servers answered, and how, is told ' +
  'by the servers’ mesh.';

const SERVERS_UNKNOWN =
  'Another mesh serves this service with several workloads; which of them answered these calls is not known.';

/**
 * Calls from another mesh to a service that several workloads serve, put together with what these took in
 * from callers that they do not know.
 *
 * Where both are the same requests (within `noise` of what was taken in), one caller made them all: each
 * server's account becomes a call of that caller. Several callers share the servers' account, which is then
 * shown as calls from the service that they called. Where they are not the same, nobody can say which of the
 * callers reached which server, and all is left
 * as it was told, and says so.
 *
 * @param isUnknown Whether a node stands for callers that a mesh does not know.
 */
export function joinShared(
  edges: readonly MeshEdge[],
  servers: Servers,
  isUnknown: (id: string) => boolean,
  noise: number,
): readonly MeshEdge[] {
  const taken = groupBy(
    edges.filter(({ source }) => isUnknown(source)),
    ({ target }) => target,
  );
  const calls = groupBy(
    edges.filter((edge) => isForeign(edge, servers)),
    ({ target, protocol }) => `${target} ${protocol}`,
  );
  const replaced = new Map<MeshEdge, readonly MeshEdge[]>();
  for (const callers of calls.values()) {
    const [first] = callers;
    if (first === undefined) continue;
    const accounts = (servers.get(first.target) ?? [])
      .flatMap(({ id }) => taken.get(id) ?? [])
      .filter(({ protocol }) => protocol === first.protocol);
    if (!isSame(callers, accounts, noise)) {
      for (const call of callers) replaced.set(call, [unresolved(call)]);
      continue;
    }
    const single = callers.length === 1 ? first : undefined;
    for (const account of accounts) replaced.set(account, [named(account, first, single)]);
    if (single !== undefined) replaced.set(single, []);
  }
  return edges.flatMap((edge) => replaced.get(edge) ?? [edge]);
}

function unresolved(call: MeshEdge): MeshEdge {
  return { ...call, notes: [...(call.notes ?? []), SERVERS_UNKNOWN] };
}

/** Whether a call leads to a service that several workloads of another mesh serve. */
function isForeign({ target, meshes }: MeshEdge, servers: Servers): boolean {
  const nodes = servers.get(target) ?? [];
  return (
    nodes.length > 1 && !nodes.some((node) => node.meshes.some((mesh) => meshes.includes(mesh)))
  );
}

function isSame(calls: readonly MeshEdge[], accounts: readonly MeshEdge[], noise: number): boolean {
  const [made, took] = [rateOf(calls), rateOf(accounts)];
  return took > 0 && Math.abs(took - made) <= noise * took;
}

function rateOf(edges: readonly MeshEdge[]): number {
  return edges.reduce((total, { signals }) => total + (signals.requestRate ?? 0), 0);
}

/** A server's account under the name of who called: the one caller or, of several, the service. */
function named(account: MeshEdge, call: MeshEdge, caller: MeshEdge | undefined): MeshEdge {
  const source = caller?.source ?? call.target;
  return {
    ...account,
    id: edgeId(source, account.target, account.protocol),
    source,
    toldAs: account.id,
    meshes: [...new Set([...call.meshes, ...account.meshes])],
    notes: [BY_SERVERS],
    hosts: [...new Set([...call.hosts, ...account.hosts])].toSorted(),
  };
}
