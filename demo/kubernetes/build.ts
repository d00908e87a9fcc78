import { createHash } from 'node:crypto';
import type { JsonObject } from './json';

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly JsonObject[];
  /** Who wrote which fields, latest last; `kubectl` wrote everything when absent. */
  readonly managedFields?: readonly JsonObject[];
}

/** When the objects of the demo were made. Fixed, so that two runs serve the same objects. */
const CREATED = '2026-03-02T08:15:00Z';

/** An uid made of a text: the same for the same object in every run. */
function uidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
}

/** Puts an object together with the metadata that a server gives. */
export function object(
  apiVersion: string,
  kind: string,
  { name, namespace, labels, annotations, ownerReferences, managedFields }: Metadata,
  body: JsonObject,
): JsonObject {
  return {
    apiVersion,
    kind,
    metadata: defined({
      name,
      namespace,
      labels,
      annotations,
      ownerReferences,
      uid: uidOf([apiVersion, kind, namespace ?? '', name].join('/')),
      ...(apiVersion !== 'v1' && { generation: 1 }),
      creationTimestamp: CREATED,
      managedFields: managedFields ?? [managed('kubectl-client-side-apply', apiVersion, body)],
    }),
    ...body,
  };
}

/** A namespace, with what makes it part of a mesh. */
export function namespaceObject(
  name: string,
  marks: Pick<Metadata, 'labels' | 'annotations'> = {},
): JsonObject {
  const labels = { 'kubernetes.io/metadata.name': name, ...marks.labels };
  const body = { spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
  const { annotations } = marks;
  return object('v1', 'Namespace', { name, labels, ...(annotations && { annotations }) }, body);
}

/** An entry of `managedFields` for everything in these parts of an object. */
export function managed(manager: string, apiVersion: string, body: JsonObject): JsonObject {
  return {
    manager,
    operation: 'Update',
    apiVersion,
    time: CREATED,
    fieldsType: 'FieldsV1',
    fieldsV1: Object.fromEntries(
      Object.entries(body)
        .filter(([part]) => part !== 'status')
        .map(([part, value]) => [`f:${part}`, fieldsOf(value)]),
    ),
  };
}

function fieldsOf(value: JsonObject[string]): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.keys(value).map((key) => [`f:${key}`, {}]));
}

export interface OwnerRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** A reference to the object that owns another one in its namespace. */
export function ownerOf({ apiVersion, kind, namespace, name }: OwnerRef): JsonObject {
  const uid = uidOf([apiVersion, kind, namespace, name].join('/'));
  return { apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true };
}

function defined(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
