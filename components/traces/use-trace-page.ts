'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useState } from 'react';
import { readTracePage, writeTracePage, type TracePage } from '@/lib/contract/trace-url';
import { readView, withView } from '@/lib/contract/view-url';

/** Browsers refuse to rewrite the address more than a few times a second. */
const WRITE_AFTER_MS = 200;

interface PageState {
  readonly page: TracePage;
  /** The query of the address when it was last looked at. */
  readonly seen: string;
  /** The query that was last put into the address from here. */
  readonly written: string | null;
}

/**
 * How the trace is looked at, and how to change a part of it. Changes show at once and reach the URL
 * when they pause; a URL that changes from elsewhere is followed.
 */
export function useTracePage(): {
  readonly page: TracePage;
  readonly setPage: (patch: Partial<TracePage>) => void;
} {
  const address = readTracePage(new URLSearchParams(useSearchParams()));
  const query = queryOf(address);
  const [state, setState] = useState<PageState>({ page: address, seen: query, written: null });
  const { page, seen, written } = state;
  if (query !== seen) {
    setState({ page: query === written ? page : address, seen: query, written });
  }

  useEffect(() => {
    if (queryOf(page) === seen) return;
    const write = () => {
      writeAddress(page);
      setState((now) => ({ ...now, written: queryOf(page) }));
    };
    const timer = setTimeout(write, WRITE_AFTER_MS);
    // A click may lead away: an address written after it would call the navigation back.
    window.addEventListener('click', write, { capture: true, once: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('click', write, { capture: true });
    };
  }, [page, seen]);

  const setPage = useCallback((patch: Partial<TracePage>) => {
    setState((now) => ({ ...now, page: { ...now.page, ...patch } }));
  }, []);
  return { page, setPage };
}

function queryOf(page: TracePage): string {
  return writeTracePage(page).toString();
}

function writeAddress(page: TracePage) {
  const view = readView(new URLSearchParams(window.location.search));
  const query = withView(writeTracePage(page), view).toString();
  window.history.replaceState(null, '', query === '' ? window.location.pathname : `?${query}`);
}
