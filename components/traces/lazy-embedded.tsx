'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '@/components/ui/skeleton';

// In the browser only, for the reason that lazy.tsx names. Apart from it, so that panels load no page of the console.

export const EmbeddedTraces = dynamic(
  () => import('@/components/traces/embedded-traces').then(({ EmbeddedTraces: Panel }) => Panel),
  { ssr: false, loading: () => <Skeleton label="Traces" lines={6} /> },
);

export const EmbeddedTrace = dynamic(
  () => import('@/components/traces/embedded-trace').then(({ EmbeddedTrace: Panel }) => Panel),
  { ssr: false, loading: () => <Skeleton label="Trace" lines={6} /> },
);
