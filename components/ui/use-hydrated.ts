'use client';

import { useSyncExternalStore } from 'react';

/**
 * Whether this runs in the browser after hydration. The strict content security policy forbids style
 * attributes in the server's HTML, so parts that position themselves wait for it.
 */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
}
