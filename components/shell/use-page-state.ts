'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { withPage, type PageCodec } from '@/lib/contract/page-codec';

/**
 * The state of a page in its URL, and how to change a part of it. A change makes no entry in the
 * history: going back leaves the page.
 */
export function usePageState<T>(codec: PageCodec<T>): {
  readonly page: T;
  readonly setPage: (patch: Partial<T>) => void;
} {
  const params = useSearchParams();
  const page = useMemo(() => codec.read(new URLSearchParams(params)), [codec, params]);

  const setPage = useCallback(
    (patch: Partial<T>) => {
      // From the address bar, since two changes may come before the next render.
      const now = new URLSearchParams(window.location.search);
      const next = withPage(now, codec, { ...codec.read(now), ...patch }).toString();
      const { pathname } = window.location;
      window.history.replaceState(null, '', next === '' ? pathname : `${pathname}?${next}`);
    },
    [codec],
  );

  return { page, setPage };
}
