import type { ObjectStore } from '@/lib/mesh/adapter';
import { NAMESPACES } from '@/lib/mesh/core-kinds';

/** Whether the objects of a namespace are in a store; of a store without namespaces, that is taken for granted. */
export function canSee(objects: ObjectStore, namespace: string): boolean {
  const namespaces = objects.list(NAMESPACES);
  return namespaces.length === 0 || namespaces.some(({ metadata }) => metadata.name === namespace);
}
