import fc from 'fast-check';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { Reach } from '@/lib/mesh/checks/engine';
import { RULE_CASES } from '@/lib/testing/rule-cases/all';
import { ALL_KNOWN, objectsFrom } from '@/lib/testing/check-cases';

/** What is there at one moment, and what of it may be read. */
export interface Moment {
  readonly objects: readonly KubeObject[];
  readonly reach: Reach;
}

const NAMES = ['cart', 'cart-v2', 'gone'];
const NAMESPACES = ['shop', 'istio-system', 'other'];

/** Knows nothing of one namespace. */
const LIMITED: Reach = {
  key: 'limited',
  knows: (_, namespace) => namespace !== undefined && namespace !== 'other',
};

/** Every object of the cases of all rules: shapes that some rule or other looks at. */
const SHAPES: readonly KubeObject[] = Object.values(RULE_CASES).flatMap(({ broken, clean }) => [
  ...objectsFrom(broken),
  ...objectsFrom(clean),
]);

/**
 * Sequences of states of a cluster: between two of them objects come, go, move to other names and namespaces, or
 * are written again.
 */
export function changingObjects(): fc.Arbitrary<readonly Moment[]> {
  const edit = fc.record({
    shape: fc.nat(SHAPES.length - 1),
    name: fc.option(fc.constantFrom(...NAMES)),
    namespace: fc.option(fc.constantFrom(...NAMESPACES)),
    isThere: fc.boolean(),
  });
  const step = fc.record({
    edits: fc.array(edit, { minLength: 1, maxLength: 12 }),
    isLimited: fc.boolean(),
  });
  return fc.array(step, { minLength: 1, maxLength: 5 }).map((steps) => {
    const held = new Map<string, KubeObject>();
    let version = 0;
    return steps.map(({ edits, isLimited }): Moment => {
      for (const { shape, name, namespace, isThere } of edits) {
        const from = SHAPES[shape];
        if (from === undefined) continue;
        version += 1;
        const object = moved(from, name, namespace, version);
        const key = `${object.kind} ${object.apiVersion} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;
        if (isThere) held.set(key, object);
        else held.delete(key);
      }
      return { objects: [...held.values()], reach: isLimited ? LIMITED : ALL_KNOWN };
    });
  });
}

function moved(
  object: KubeObject,
  name: string | null,
  namespace: string | null,
  version: number,
): KubeObject {
  const { metadata } = object;
  return {
    ...object,
    metadata: {
      ...metadata,
      name: name ?? metadata.name,
      ...(metadata.namespace === undefined ? {} : { namespace: namespace ?? metadata.namespace }),
      resourceVersion: String(version),
    },
  };
}
