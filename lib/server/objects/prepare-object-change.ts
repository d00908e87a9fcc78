import 'server-only';
import type { Warning } from '@/lib/contract/common';
import type { ObjectIntent } from '@/lib/contract/objects';
import type { JsonRecord } from '@/lib/domain/json';
import { diffJson } from '@/lib/domain/json-diff';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { PatchOperation } from '@/lib/domain/split';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { ownerOf } from '@/lib/mesh/owner';
import type { Identity } from '@/lib/server/access/identity';
import { whoIs } from '@/lib/server/access/who-is';
import type { Attempt } from '@/lib/server/changes/audit';
import { withChange } from '@/lib/server/changes/change-log';
import type { ExactWrite } from '@/lib/server/changes/send-write';
import { checkAnnotationsOnly } from '@/lib/server/objects/only-annotations';
import {
  apiVersionOf,
  namespaceOf,
  objectPlace,
  readAt,
  type ObjectPlace,
} from '@/lib/server/objects/object-place';
import { parseObjectYaml, type YamlRefusal } from '@/lib/server/objects/parse-yaml';
import { inOrderOf, wholeObject, writtenYaml } from '@/lib/server/objects/written-object';
import { ProblemError } from '@/lib/server/problem';
import type { Runtime } from '@/lib/server/runtime';

/** A text that has been made an exact change of the object as it is at this moment. */
export interface PreparedObjectChange {
  readonly place: ObjectPlace;
  /** As it was just read; null when it shall be created. */
  readonly before: KubeObject | null;
  readonly after: JsonRecord;
  /** What is sent; of a creation, the one operation that says the same. */
  readonly patch: readonly PatchOperation[];
  readonly exact: ExactWrite;
  readonly warnings: readonly Warning[];
}

/**
 * Reads an object anew, under the person's identity, and turns a text into a change of it.
 *
 * @throws ProblemError `refused`, with the rule and where, for a text that is not taken; `conflict`, with the object
 *   as it is now, when it is no longer the one the person looked at; as `objectPlace`.
 */
export async function prepareObjectChange(
  rt: Runtime,
  identity: Identity,
  id: string,
  { yaml, resourceVersion }: ObjectIntent,
  signal: AbortSignal,
  attempt: Attempt,
): Promise<PreparedObjectChange> {
  const place = await objectPlace(rt, identity, id, signal);
  attempt.saw({ object: auditedName(place) });
  const parsed = parseObjectYaml(yaml);
  if (!parsed.ok) throw refused(parsed.error);
  const before = await readAt(rt, identity, place, signal);
  if ((before?.metadata.resourceVersion ?? null) !== resourceVersion) throw conflictOf(before);
  const expected = { apiVersion: apiVersionOf(place.served), ref: place.ref };
  const whole = wholeObject(parsed.value, before, expected);
  if (!whole.ok) throw refused(whole.error);
  checkAnnotationsOnly(place, before, whole.value);
  const { name: who } = await whoIs(rt, identity, signal);
  const change = { at: rt.now(), who };
  return before === null
    ? creation(place, whole.value, change)
    : changeOf(place, before, whole.value, change);
}

/** How audit lines name an object. */
export function auditedName({ ref }: ObjectPlace): string {
  return `${ref.plural}.${ref.group}/${ref.namespace}/${ref.name}`;
}

interface By {
  readonly at: number;
  readonly who: string | null;
}

function creation(place: ObjectPlace, whole: JsonRecord, by: By): PreparedObjectChange {
  const object = withChange(whole, { ...by, what: 'created' }, []);
  return {
    place,
    before: null,
    after: whole,
    patch: [{ op: 'add', path: '', value: object }],
    exact: { ...addressOf(place), verb: 'create', object },
    warnings: [],
  };
}

function changeOf(
  place: ObjectPlace,
  before: KubeObject,
  whole: JsonRecord,
  by: By,
): PreparedObjectChange {
  const edits = diffJson(before, whole);
  if (edits.length === 0) {
    throw new ProblemError('refused', { rule: 'no-change', detail: 'It is like this already.' });
  }
  const remembered = withChange(whole, { ...by, what: 'changed' }, edits);
  const version = before.metadata.resourceVersion;
  const patch: PatchOperation[] = [
    { op: 'test', path: '/metadata/resourceVersion', value: version },
    ...diffJson(before, remembered),
  ];
  return {
    place,
    before,
    after: inOrderOf(before, whole),
    patch,
    exact: { ...addressOf(place), verb: 'patch', patch, strict: true },
    warnings: warningsOf(before),
  };
}

/** Where a change is sent to. */
export function addressOf(place: ObjectPlace) {
  return { kind: place.served, namespace: namespaceOf(place), name: place.ref.name };
}

function warningsOf(object: KubeObject): readonly Warning[] {
  const { kind, name, evidence } = ownerOf(object);
  const controller = listOf(object.metadata.ownerReferences)
    .map(fieldsOf)
    .find((reference) => reference['controller'] === true);
  const warnings: Warning[] = [];
  if (kind !== 'hand') {
    const who = name === undefined ? kind : `${kind} (${name})`;
    const message = `It is also written by ${who}, as its ${evidence ?? 'metadata'} says: a change made here may not last.`;
    warnings.push({ code: 'owner', message });
  }
  if (controller !== undefined) {
    const by = [controller['kind'], controller['name']].map((part) => textOf(part) ?? '').join(' ');
    const message = `It was made by the controller of ${by}, which may put it back.`;
    warnings.push({ code: 'controller', message });
  }
  return warnings;
}

/** The problem of a change made on an object that is no longer the same. */
export function conflictOf(now: KubeObject | null): ProblemError {
  const detail =
    now === null
      ? 'The object is gone. Nothing was written.'
      : 'The object is not as it was when you read it. Nothing was written.';
  const current =
    now === null
      ? null
      : { resourceVersion: now.metadata.resourceVersion ?? '', yaml: writtenYaml(now) };
  return new ProblemError('conflict', { detail, current });
}

function refused({ rule, message, causes }: YamlRefusal): ProblemError {
  return new ProblemError('refused', { rule, detail: message, causes });
}
