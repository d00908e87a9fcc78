import { parseDocument } from 'yaml';
import type { ObjectDto, ObjectIntent } from '@/lib/contract/objects';
import type { ObjectRef } from '@/lib/domain/object-ref';
import type { Identity } from '@/lib/server/access/identity';
import { manyListeners } from '@/lib/server/cache/shared-work';
import { ProblemError } from '@/lib/server/problem';
import type { DemoRuntime } from '@/lib/server/testing/demo-runtime';
import { applyObject, previewObject, removeObject } from '@/lib/server/use-cases/change-object';
import {
  loadMeshObject,
  loadMeshObjects,
  loadObjectSchema,
} from '@/lib/server/use-cases/load-mesh-objects';

/** An object that the demo does not have. */
export const NEW: ObjectRef = {
  group: 'networking.istio.io',
  plural: 'destinationrules',
  kind: 'DestinationRule',
  namespace: 'shop',
  name: 'new-rule',
};
export const NEW_YAML = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: new-rule
  namespace: shop
spec:
  host: cart
`;

/** The use cases of objects, on the runtime of a demo. */
export function objectChanges({ runtime }: DemoRuntime) {
  const { signal } = new AbortController();
  manyListeners(signal);
  return {
    list: async (who: Identity, namespaces: readonly string[] = []) =>
      (await loadMeshObjects(runtime, who, { namespaces: [...namespaces] }, signal)).objects,
    read: async (who: Identity, id: string) =>
      (await loadMeshObject(runtime, who, id, signal)).object,
    /** A VirtualService of the demo, as it is now. */
    async one(who: Identity): Promise<ObjectDto> {
      const { objects } = await loadMeshObjects(runtime, who, { namespaces: ['shop'] }, signal);
      const isIt = ({ kind, group }: ObjectRef) => kind === 'VirtualService' && group === NEW.group;
      const found = objects.find(isIt);
      if (found === undefined) throw new Error('the demo has no such object');
      return (await loadMeshObject(runtime, who, found.id, signal)).object;
    },
    schema: (who: Identity, id: string) => loadObjectSchema(runtime, who, id, signal),
    preview: (who: Identity, id: string, intent: ObjectIntent) =>
      previewObject(runtime, who, id, intent, signal),
    apply: (who: Identity, id: string, intent: ObjectIntent) =>
      applyObject(runtime, who, id, intent, signal),
    remove: (who: Identity, id: string, resourceVersion: string) =>
      removeObject(runtime, who, id, resourceVersion, signal),
  };
}

/** The text with a label that has another value. */
export function labelled({ yaml }: Pick<ObjectDto, 'yaml'>, value: string): string {
  const document = parseDocument(yaml);
  document.setIn(['metadata', 'labels', 'tried'], value);
  return document.toString();
}

/** The change to another text, of the object as it was read. */
export function intend({ resourceVersion }: ObjectDto, yaml: string): ObjectIntent {
  return { yaml, resourceVersion };
}

/** The problem that a piece of work ends in. */
export async function problemOf(work: Promise<unknown>): Promise<ProblemError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('it went through');
}
