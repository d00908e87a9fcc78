'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { statusOptions } from '@/lib/client/status';
import type { MeshRef } from '@/lib/contract/common';

/** How each mesh is called, by its id; empty until the server has said. */
export function useMeshRefs(): ReadonlyMap<string, MeshRef> {
  const { data } = useQuery(statusOptions());
  return useMemo(() => new Map((data?.knownMeshes ?? []).map((mesh) => [mesh.id, mesh])), [data]);
}
