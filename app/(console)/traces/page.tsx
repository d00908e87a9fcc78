import type { Metadata } from 'next';
import { PageHeader } from '@/components/shell/page-header';
import { TracesView } from '@/components/traces/lazy';

export const metadata: Metadata = { title: 'Traces' };

export default function TracesPage() {
  return (
    <>
      <PageHeader title="Traces" />
      <TracesView />
    </>
  );
}
