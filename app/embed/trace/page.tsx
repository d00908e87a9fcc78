import type { Metadata } from 'next';
import { EmbeddedTrace } from '@/components/traces/lazy-embedded';

export const metadata: Metadata = { title: 'Trace' };

export default function EmbeddedTracePage() {
  return <EmbeddedTrace />;
}
