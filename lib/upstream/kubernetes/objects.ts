import 'server-only';
import type { z } from 'zod';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { ServedKind } from '@/lib/upstream/kubernetes/types';
import type { objectSchema } from '@/lib/upstream/kubernetes/wire';

/** An object with its kind, which the API leaves out of the items of a list. */
export function withKind(
  { group, version, kind }: ServedKind,
  object: z.infer<typeof objectSchema>,
): KubeObject {
  return {
    ...object,
    apiVersion: object.apiVersion ?? (group === '' ? version : `${group}/${version}`),
    kind: object.kind ?? kind,
  };
}
