import 'server-only';
import { stringify } from 'yaml';
import { escapeStep } from '@/lib/domain/pointer';
import { arrayOf, isRecord, sameJson, withoutMember, type JsonRecord } from '@/lib/domain/json';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectRef } from '@/lib/domain/object-ref';
import { err, ok, type Result } from '@/lib/domain/result';
import { CHANGES_ANNOTATION, withoutChanges } from '@/lib/server/changes/change-log';
import type { YamlRefusal } from '@/lib/server/objects/parse-yaml';

/** Metadata that only the API server writes. */
const SERVER_FIELDS = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
];

/** The part of an object that people write. */
function writtenPart(object: JsonRecord): JsonRecord {
  const { apiVersion, kind, metadata, ...rest } = withoutMember(object, 'status');
  const own = SERVER_FIELDS.reduce(withoutMember, isRecord(metadata) ? metadata : {});
  return { apiVersion, kind, metadata: withoutChanges(own), ...rest };
}

/** An object as YAML for people to edit: only what people write. */
export function writtenYaml(object: JsonRecord): string {
  return stringify(writtenPart(object), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** What an object must say it is. */
export interface Expected {
  readonly apiVersion: string;
  readonly ref: ObjectRef;
}

/**
 * The whole object that somebody's text means: what they wrote, with what only the API server writes as it is. The
 * text may leave the latter out; it may not say something else.
 *
 * @param current The object as it is; null when it shall be created.
 */
export function wholeObject(
  written: JsonRecord,
  current: KubeObject | null,
  expected: Expected,
): Result<JsonRecord, YamlRefusal> {
  const metadata = written['metadata'];
  if (!isRecord(metadata)) return refuse('identity', '/metadata', 'It has no metadata.');
  const now: JsonRecord = { ...current?.metadata };
  const wrong = [
    identityProblem(written, metadata, expected),
    ownersProblem(metadata, now),
    serverFieldProblem(metadata, now),
    statusProblem(written, current),
    memoryProblem(metadata, now),
  ].find((problem) => problem !== null);
  if (wrong !== undefined) return wrong;
  const kept = SERVER_FIELDS.filter((field) => now[field] !== undefined);
  const { namespace, name } = expected.ref;
  return ok({
    ...written,
    metadata: {
      ...metadata,
      name,
      ...(namespace === '' ? {} : { namespace }),
      ...Object.fromEntries(kept.map((field) => [field, now[field]])),
      ...annotationsOf(metadata, now),
    },
    ...(current?.status === undefined ? {} : { status: current.status }),
  });
}

type Wrong = Result<never, YamlRefusal> | null;

/** What only the API server writes may be left out, or be as it is. managedFields are not even read whole. */
function serverFieldProblem(metadata: JsonRecord, now: JsonRecord): Wrong {
  const isOther = (field: string) =>
    field === 'managedFields' || !sameJson(metadata[field], now[field]);
  const field = SERVER_FIELDS.find((name) => Object.hasOwn(metadata, name) && isOther(name));
  if (field === undefined) return null;
  return refuse('server-field', `/metadata/${field}`, serverFieldSays(`metadata.${field}`));
}

function statusProblem(written: JsonRecord, current: KubeObject | null): Wrong {
  const isLeft = !Object.hasOwn(written, 'status');
  if (isLeft || sameJson(written['status'], current?.status)) return null;
  return refuse('server-field', '/status', serverFieldSays('status'));
}

function identityProblem(
  written: JsonRecord,
  metadata: JsonRecord,
  { apiVersion, ref }: Expected,
): Wrong {
  const { kind, namespace, name } = ref;
  const isSameNamespace =
    metadata['namespace'] === undefined || metadata['namespace'] === namespace;
  if (written['apiVersion'] !== apiVersion) return changedIdentity('/apiVersion', apiVersion);
  if (written['kind'] !== kind) return changedIdentity('/kind', kind);
  if (metadata['name'] !== name) return changedIdentity('/metadata/name', name);
  if (metadata['generateName'] !== undefined) return changedIdentity('/metadata/generateName', '');
  return isSameNamespace ? null : changedIdentity('/metadata/namespace', namespace);
}

function changedIdentity(pointer: string, expected: string): Result<never, YamlRefusal> {
  const field = pointer.slice(1).replaceAll('/', '.');
  const must = expected === '' ? 'must not be there' : `must be ${expected}`;
  return refuse('identity', pointer, `${field} ${must}: a change cannot make it another object.`);
}

function ownersProblem({ ownerReferences }: JsonRecord, now: JsonRecord): Wrong {
  if (sameJson(ownerReferences ?? [], now['ownerReferences'] ?? [])) return null;
  const message = 'ownerReferences are written by the controller that owns the object.';
  return refuse('owner-references', '/metadata/ownerReferences', message);
}

/** The memory of changes may be left out too. */
function memoryProblem(metadata: JsonRecord, now: JsonRecord): Wrong {
  const written = memoryIn(metadata);
  if (written === undefined || written === memoryIn(now)) return null;
  const pointer = `/metadata/annotations/${escapeStep(CHANGES_ANNOTATION)}`;
  return refuse('server-field', pointer, 'This annotation is written by the console alone.');
}

function memoryIn({ annotations }: JsonRecord): unknown {
  return isRecord(annotations) ? annotations[CHANGES_ANNOTATION] : undefined;
}

/** The annotations with the memory of changes as it is. */
function annotationsOf({ annotations }: JsonRecord, now: JsonRecord): JsonRecord {
  const memory = memoryIn(now);
  const own = annotations ?? {};
  // What is no map is refused by the API server.
  if (memory === undefined || !isRecord(own)) return {};
  return { annotations: { ...own, [CHANGES_ANNOTATION]: memory } };
}

function serverFieldSays(field: string): string {
  return `${field} is written by the API server alone: leave it out.`;
}

/** The same object with members in the order of another: a diff then shows what differs, and no more. */
export function inOrderOf(model: JsonRecord, value: JsonRecord): JsonRecord {
  const known = Object.keys(model).filter((key) => Object.hasOwn(value, key));
  const added = Object.keys(value).filter((key) => !Object.hasOwn(model, key));
  return Object.fromEntries(
    [...known, ...added].map((key) => [key, valueInOrderOf(model[key], value[key])]),
  );
}

function valueInOrderOf(model: unknown, value: unknown): unknown {
  const [items, models] = [arrayOf(value), arrayOf(model)];
  if (items !== null && models !== null) {
    return items.map((item, i) => valueInOrderOf(models[i], item));
  }
  return isRecord(value) && isRecord(model) ? inOrderOf(model, value) : value;
}

function refuse(rule: string, pointer: string, message: string): Result<never, YamlRefusal> {
  return err({ rule, message, causes: [{ pointer, line: null, message }] });
}
