import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { DraftedPolicy } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { objectNamed } from '@/lib/mesh/object-refs';

interface Name {
  readonly namespace?: string;
  readonly name: string;
}

/** An object with what a person would write: the same as the one that is there but for its body, where there is one. */
export function draftOf(
  kind: ResourceKind,
  objects: ObjectStore,
  { namespace, name }: Name,
  body: Pick<KubeObject, 'spec'>,
): DraftedPolicy {
  const current = objectNamed(objects, kind, { namespace, name });
  const [version = ''] = kind.versions;
  const object: KubeObject = {
    apiVersion: current?.apiVersion ?? `${kind.group}/${version}`,
    kind: kind.kind,
    metadata: current?.metadata ?? { name, ...(namespace === undefined ? {} : { namespace }) },
    ...body,
  };
  return { kind, object, replaces: current ?? null };
}

/** The longest name of an object that every kind takes. */
const MAX_NAME = 63;

/** A name for a drafted object, within what Kubernetes allows. */
export function policyName(...parts: readonly string[]): string {
  return parts
    .join('-')
    .slice(0, MAX_NAME)
    .replace(/(?<![^a-z0-9])[^a-z0-9]+$/, '');
}
