import 'server-only';
import type { MeshRef } from '@/lib/contract/common';
import type { MeshAdapter } from '@/lib/mesh/adapter';

/** A mesh in the words of the API. */
export function meshRef({ id, label, short, mtlsKnownBy, dashboard }: MeshAdapter): MeshRef {
  return { id, label, short, mtlsKnownBy, ...(dashboard === undefined ? {} : { dashboard }) };
}
