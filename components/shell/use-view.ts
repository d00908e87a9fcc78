'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { readView, withView, type View } from '@/lib/contract/view-url';

/** The view in the URL, and how to change a part of it. Other parameters of the page are kept. */
export function useView(): {
  readonly view: View;
  readonly setView: (patch: Partial<View>) => void;
} {
  const params = useSearchParams();
  const view = useMemo(() => readView(new URLSearchParams(params)), [params]);

  const setView = useCallback((patch: Partial<View>) => {
    // From the address bar, since two changes may come before the next render.
    const now = new URLSearchParams(window.location.search);
    const next = withView(now, { ...readView(now), ...patch }).toString();
    const { pathname, hash } = window.location;
    // A panel keeps its signed link there.
    const kept = hash.startsWith('#link=') ? hash : '';
    window.history.pushState(null, '', `${next === '' ? pathname : `${pathname}?${next}`}${kept}`);
  }, []);

  return { view, setView };
}
