import type { Metadata } from 'next';
import { TracesView } from '@/components/traces/lazy';
import { TracesHeader } from '@/components/traces/traces-header';

export const metadata: Metadata = { title: 'Traces' };

export default function TracesPage() {
  return (
    <>
      <TracesHeader />
      <TracesView />
    </>
  );
}
