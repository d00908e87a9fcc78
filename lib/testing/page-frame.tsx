import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime';
import { useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';

/**
 * What a page of the console stands in while it is tested: a cache of its own, and the address of
 * jsdom in place of Next's router. Set the address with `openAt` before rendering.
 */
export function PageFrame({ children }: { readonly children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: false } } }),
  );
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  const params = useMemo(() => new URLSearchParams(search), [search]);
  return (
    <AppRouterContext.Provider value={ROUTER}>
      <SearchParamsContext.Provider value={params}>
        <QueryClientProvider client={client}>{children}</QueryClientProvider>
      </SearchParamsContext.Provider>
    </AppRouterContext.Provider>
  );
}

const CHANGED = 'address-changed';

/** Puts an address into the address bar, as a link would. */
export function openAt(address: string): void {
  window.history.pushState(null, '', address);
}

const ROUTER = {
  bfcacheId: 'test',
  push: openAt,
  replace: openAt,
  back: () => window.history.back(),
  forward: () => window.history.forward(),
  refresh: () => undefined,
  prefetch: () => undefined,
  experimental_gesturePush: openAt,
};

/** Next tells its hooks when the History API is used; so does this. */
function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  window.addEventListener('popstate', onChange);
  const push = window.history.pushState.bind(window.history);
  const replace = window.history.replaceState.bind(window.history);
  window.history.pushState = (...change) => {
    push(...change);
    window.dispatchEvent(new Event(CHANGED));
  };
  window.history.replaceState = (...change) => {
    replace(...change);
    window.dispatchEvent(new Event(CHANGED));
  };
  return () => {
    window.removeEventListener(CHANGED, onChange);
    window.removeEventListener('popstate', onChange);
    Object.assign(window.history, { pushState: push, replaceState: replace });
  };
}
