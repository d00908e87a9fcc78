'use client';

import { createContext, use, useCallback, type ReactNode } from 'react';

/** The origin of the console, for panels whose own is another; empty where both are the same. */
const ConsoleOrigin = createContext('');

interface ConsoleAtProps {
  readonly origin: string;
  readonly children: ReactNode;
}

/** Says to all links of a panel where the console is. */
export function ConsoleAt({ origin, children }: ConsoleAtProps) {
  return <ConsoleOrigin value={origin}>{children}</ConsoleOrigin>;
}

/** Gives the address of a page of the console by its path. */
export function useConsoleHref(): (path: string) => string {
  const origin = use(ConsoleOrigin);
  return useCallback((path) => origin + path, [origin]);
}
