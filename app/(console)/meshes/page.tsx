import type { Metadata } from 'next';
import { Meshes } from '@/components/meshes/meshes';

export const metadata: Metadata = { title: 'Meshes' };

export default function MeshesPage() {
  return <Meshes />;
}
