import type { Metadata } from 'next';
import { GraphConsole } from '@/components/graph/graph-console';

export const metadata: Metadata = { title: 'Graph' };

export default function GraphPage() {
  return <GraphConsole />;
}
