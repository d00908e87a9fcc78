import type { Metadata } from 'next';
import { TraceView } from '@/components/traces/lazy';

export const metadata: Metadata = { title: 'Trace' };

export default async function TracePage({ params }: PageProps<'/traces/[traceId]'>) {
  const { traceId } = await params;
  return <TraceView traceId={decodeURIComponent(traceId)} />;
}
