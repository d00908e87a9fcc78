import 'server-only';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { PatchOperation } from '@/lib/domain/split';
import type { KubernetesWriter } from '@/lib/server/access/identity';
import type { ServedKind } from '@/lib/upstream/kubernetes/types';

/** The name under which changes are recorded in managedFields. */
const FIELD_MANAGER = 'alidade';

/** A change that has been made exact: what is sent to the API server. */
export type ExactWrite = {
  readonly kind: ServedKind;
  /** Absent for a kind whose objects are in no namespace. */
  readonly namespace: string | undefined;
  readonly name: string;
} & (
  | {
      readonly verb: 'patch';
      readonly patch: readonly PatchOperation[];
      /** Whether fields that the kind does not have are refused. */
      readonly strict?: boolean;
    }
  | { readonly verb: 'create'; readonly object: unknown }
  | { readonly verb: 'remove'; readonly resourceVersion: string }
);

/**
 * Sends a change, or asks only what would be said to it.
 *
 * @returns The object as it is (or would be) then; null when it was removed.
 * @throws UpstreamError
 */
export async function sendWrite(
  writer: KubernetesWriter,
  write: ExactWrite,
  { dryRun }: { readonly dryRun: boolean },
  signal: AbortSignal,
): Promise<KubeObject | null> {
  const { kind, namespace, name } = write;
  const options = { dryRun, fieldManager: FIELD_MANAGER };
  switch (write.verb) {
    case 'patch': {
      const { patch, strict } = write;
      return writer.patch(kind, namespace, name, patch, { ...options, strict }, signal);
    }
    case 'create': {
      return writer.create(kind, namespace, write.object, { ...options, strict: true }, signal);
    }
    case 'remove': {
      const { resourceVersion } = write;
      await writer.remove(kind, namespace, name, { dryRun, resourceVersion }, signal);
      return null;
    }
  }
}
