'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { readGraphPage, withGraphPage, type GraphPage } from '@/lib/contract/graph-url';

/** Changes a part of the page. `replace` for what should not be a step of its own, such as typing. */
export type SetGraphPage = (patch: Partial<GraphPage>, how?: 'push' | 'replace') => void;

/** What the URL says of the graph, and how to change a part of it. */
export function useGraphPage(): { readonly page: GraphPage; readonly setPage: SetGraphPage } {
  const params = useSearchParams();
  const page = useMemo(() => readGraphPage(new URLSearchParams(params)), [params]);

  const setPage = useCallback<SetGraphPage>((patch, how = 'push') => {
    // From the address bar, since two changes may come before the next render.
    const now = new URLSearchParams(window.location.search);
    const next = withGraphPage(now, { ...readGraphPage(now), ...patch }).toString();
    const url = next === '' ? window.location.pathname : `?${next}`;
    if (how === 'push') window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
  }, []);

  return { page, setPage };
}
