'use client';

import { useMeshRefs } from '@/components/shell/use-mesh-refs';
import styles from './mesh-badge.module.css';

interface MeshBadgeProps {
  /** The id of the mesh. */
  readonly mesh: string;
  /** Only its two letters, with the name for screen readers and on hover. */
  readonly isShort?: boolean;
}

/** A mesh by its two letters and its name, so that none is told apart by colour. */
export function MeshBadge({ mesh, isShort = false }: MeshBadgeProps) {
  const known = useMeshRefs().get(mesh);
  const label = known?.label ?? mesh;
  return (
    <span className={styles.badge} title={isShort ? label : undefined}>
      <span aria-hidden="true" className={styles.monogram}>
        {known?.short ?? mesh.slice(0, 2)}
      </span>
      <span className={isShort ? 'visually-hidden' : styles.label}>{label}</span>
    </span>
  );
}
