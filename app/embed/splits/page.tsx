import type { Metadata } from 'next';
import { EmbeddedSplits } from '@/components/traffic/embedded-splits';

export const metadata: Metadata = { title: 'Traffic splits' };

export default function EmbeddedSplitsPage() {
  return <EmbeddedSplits />;
}
