import type { Metadata } from 'next';
import { EmbeddedGraph } from '@/components/graph/embedded-graph';

export const metadata: Metadata = { title: 'Graph' };

export default function EmbeddedGraphPage() {
  return <EmbeddedGraph />;
}
