'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

// In the browser only: both position things with style attributes, which the content security
// policy forbids in the server's HTML.

export const TracesView = dynamic(
  () => import('@/components/traces/traces-view').then(({ TracesView: View }) => View),
  { ssr: false, loading: () => <Skeleton label="Traces" lines={12} /> },
);

export const TraceView = dynamic(
  () => import('@/components/traces/trace-view').then(({ TraceView: View }) => View),
  { ssr: false, loading: () => <Skeleton label="Trace" lines={12} /> },
);
