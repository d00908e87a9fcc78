import type { MeshAdapter } from '@/lib/mesh/adapter';

/** Every mesh that Alidade knows. A new mesh is a new folder and one line here. */
export const MESHES: readonly MeshAdapter[] = [];
