import 'server-only';
import { stringify } from 'yaml';
import type { ObjectDto, ObjectSummary } from '@/lib/contract/objects';
import { isRecord } from '@/lib/domain/json';
import type { KubeObject } from '@/lib/domain/kube-object';
import { objectId } from '@/lib/domain/object-ref';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import type { MeshKind } from '@/lib/mesh/mesh-kinds';
import { ownerOf } from '@/lib/mesh/owner';
import { changesOf } from '@/lib/server/changes/change-log';
import { writtenYaml } from '@/lib/server/objects/written-object';

/** An object in the words of the API, without what is in it. */
export function toObjectSummary(object: KubeObject, { kind, meshes }: MeshKind): ObjectSummary {
  const { namespace = '', name, creationTimestamp } = object.metadata;
  const ref = { group: kind.group, plural: kind.plural, kind: kind.kind, namespace, name };
  return {
    id: objectId(ref),
    meshes: [...meshes],
    ...ref,
    version: object.apiVersion.split('/').at(-1) ?? '',
    createdAt: momentOf(creationTimestamp),
    owner: { ...ownerOf(object) },
  };
}

/** An object in the words of the API. */
export function toObjectDto(
  object: KubeObject,
  meshKind: MeshKind,
  { writable, references }: Pick<ObjectDto, 'writable' | 'references'>,
): ObjectDto {
  const { metadata, status } = object;
  return {
    ...toObjectSummary(object, meshKind),
    resourceVersion: metadata.resourceVersion ?? '',
    yaml: writtenYaml(object),
    status: isRecord(status) && Object.keys(status).length > 0 ? yamlOf(status) : null,
    conditions: conditionsOf(status),
    references,
    writable,
    changes: [...changesOf(metadata.annotations)],
    writers: listOf(metadata.managedFields).map(fieldsOf).map(toWriter),
  };
}

function yamlOf(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

function toWriter(entry: ReturnType<typeof fieldsOf>): ObjectDto['writers'][number] {
  return {
    manager: textOf(entry['manager']) ?? '',
    operation: textOf(entry['operation']) ?? null,
    subresource: textOf(entry['subresource']) ?? null,
    at: momentOf(entry['time']),
  };
}

type Condition = ObjectDto['conditions'][number];

/** The conditions of a status, and of each of its parents and listeners. */
function conditionsOf(status: unknown): Condition[] {
  const { conditions, parents, listeners } = fieldsOf(status);
  return [
    ...toConditions(conditions, null),
    ...listOf(parents).flatMap((parent) => {
      const ref = fieldsOf(fieldsOf(parent)['parentRef']);
      const name = [textOf(ref['kind']) ?? 'parent', textOf(ref['name']) ?? ''].join(' ').trim();
      return toConditions(fieldsOf(parent)['conditions'], name);
    }),
    ...listOf(listeners).flatMap((listener) => {
      const name = `listener ${textOf(fieldsOf(listener)['name']) ?? ''}`.trim();
      return toConditions(fieldsOf(listener)['conditions'], name);
    }),
  ];
}

function toConditions(conditions: unknown, about: string | null): Condition[] {
  return listOf(conditions)
    .map(fieldsOf)
    .map((condition) => ({
      type: textOf(condition['type']) ?? '',
      status: textOf(condition['status']) ?? 'Unknown',
      reason: textOf(condition['reason']) ?? null,
      message: textOf(condition['message']) ?? null,
      at: momentOf(condition['lastTransitionTime']),
      about,
    }));
}

function momentOf(value: unknown): number | null {
  const moment = Date.parse(textOf(value) ?? '');
  return Number.isFinite(moment) ? moment : null;
}
