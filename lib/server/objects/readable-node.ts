import 'server-only';
import { parseNodeId } from '@/lib/domain/model';
import type { NodeFacts } from '@/lib/mesh/adapter';
import type { Identity } from '@/lib/server/access/identity';
import { mayRead, type Scope } from '@/lib/server/access/scope';
import { factsOf } from '@/lib/server/objects/facts-of';
import { loadObjects, type Objects } from '@/lib/server/objects/load-objects';
import { nodeObjects } from '@/lib/server/objects/node-objects';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';
import { scopeFor } from '@/lib/server/scope-for';

export type ParsedNode = NonNullable<ReturnType<typeof parseNodeId>>;

/** A node that a person may read, and what the cluster says of it. */
export interface ReadableNode {
  readonly node: ParsedNode;
  readonly facts: NodeFacts;
  readonly objects: Objects;
  readonly scope: Scope;
}

/**
 * Reads what the cluster says of a node.
 *
 * @throws ProblemError `invalid-request` when it is no id; `forbidden` when it is not in a namespace that the
 *   person may read.
 */
export async function readableNode(
  rt: Runtime,
  identity: Identity,
  id: string,
  signal: AbortSignal,
): Promise<ReadableNode> {
  const node = parseNodeId(id);
  if (node === null) throw new ProblemError('invalid-request', { detail: 'Not the id of a node.' });
  const scope = await scopeFor(rt, identity, signal);
  if (node.namespace === '' || !mayRead(scope, node.namespace)) {
    throw new ProblemError('forbidden', { detail: 'It is not in a namespace that you may read.' });
  }
  const objects = await loadObjects(rt, identity, scope, signal);
  const found = nodeObjects(node, objects.store);
  const meshes = rt.meshes
    .filter((mesh) => found.pods.some((pod) => mesh.membershipOf(pod).inMesh))
    .map((mesh) => mesh.id);
  return { node, facts: { ...factsOf(node, found), meshes }, objects, scope };
}
