import type { Metadata } from 'next';
import { EmbeddedTraces } from '@/components/traces/lazy-embedded';

export const metadata: Metadata = { title: 'Traces' };

export default function EmbeddedTracesPage() {
  return <EmbeddedTraces />;
}
