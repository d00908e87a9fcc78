'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { readTracesPage, writeTracesPage, type TracesPage } from '@/lib/contract/traces-url';
import { readView, withView } from '@/lib/contract/view-url';

interface TracesPageState {
  readonly page: TracesPage;
  /** Changes what is searched: a step that the back button undoes. */
  readonly search: (patch: Partial<TracesPage>) => void;
  /** Changes how the result is seen. */
  readonly look: (patch: Partial<TracesPage>) => void;
}

/** The search in the URL, and how to change it. */
export function useTracesPage(): TracesPageState {
  const params = useSearchParams();
  const page = useMemo(() => readTracesPage(new URLSearchParams(params)), [params]);
  const search = useCallback((patch: Partial<TracesPage>) => {
    window.history.pushState(null, '', addressWith({ ...patch, selection: null }));
  }, []);
  const look = useCallback((patch: Partial<TracesPage>) => {
    window.history.replaceState(null, '', addressWith(patch));
  }, []);
  return { page, search, look };
}

/** From the address bar, since two changes may come before the next render. */
function addressWith(patch: Partial<TracesPage>): string {
  const now = new URLSearchParams(window.location.search);
  const next = withView(writeTracesPage({ ...readTracesPage(now), ...patch }), readView(now));
  const query = next.toString();
  return query === '' ? window.location.pathname : `?${query}`;
}
