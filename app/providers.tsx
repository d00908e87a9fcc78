'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import { RouterProvider } from 'react-aria-components';
import { createQueryClient } from '@/lib/client/query-client';

/** What every page needs in the browser: the cache of answers, and links that do not reload. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const router = useRouter();
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <RouterProvider navigate={(href) => router.push(href)}>{children}</RouterProvider>
    </QueryClientProvider>
  );
}
