import type { Metadata } from 'next';
import { EmbeddedSignals } from '@/components/services/embedded-signals';

export const metadata: Metadata = { title: 'Signals' };

export default function EmbeddedSignalsPage() {
  return <EmbeddedSignals />;
}
