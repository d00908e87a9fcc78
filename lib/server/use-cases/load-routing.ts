import 'server-only';
import type { RouteTableDto, Routing } from '@/lib/contract/routing';
import type { RouteTable } from '@/lib/domain/routing/dialect';
import type { MeshAdapter, ObjectStore } from '@/lib/mesh/adapter';
import type { Identity } from '@/lib/server/access/identity';
import { readableNode } from '@/lib/server/objects/readable-node';
import { toYaml } from '@/lib/server/objects/to-yaml';
import type { Runtime } from '@/lib/server/runtime';

/**
 * The rules that decide where requests for a service go, in the words of each mesh.
 *
 * @throws ProblemError `forbidden` when it is not in a namespace that the person may read.
 */
export async function loadRouting(
  rt: Runtime,
  identity: Identity,
  id: string,
  signal: AbortSignal,
): Promise<Routing> {
  const { facts, objects, scope } = await readableNode(rt, identity, id, signal);
  const read = rt.meshes.map((mesh) => ({ mesh, found: mesh.routing(facts, objects.store) }));
  return {
    at: rt.now(),
    node: id,
    tables: read.flatMap(({ mesh, found }) =>
      found.tables.map((table) => toTable(mesh, table, objects.store)),
    ),
    notes: read.flatMap(({ found }) => found.notes),
    sources: [objects.source],
    warnings: [...scope.warnings, ...objects.warnings],
  };
}

function toTable(mesh: MeshAdapter, table: RouteTable, store: ObjectStore): RouteTableDto {
  const { object, template, ...rest } = table;
  const found = store
    .list(object)
    .find(
      ({ metadata }) =>
        metadata.name === object.name && (metadata.namespace ?? '') === object.namespace,
    );
  return {
    ...rest,
    mesh: mesh.id,
    label: mesh.label,
    object: { ...object },
    template: template === null ? null : toYaml(template),
    yaml: toYaml(found ?? template),
  };
}
