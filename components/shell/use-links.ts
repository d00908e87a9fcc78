'use client';

import { createContext, use } from 'react';
import { useConsoleHref } from '@/components/shell/console-origin';
import { useView } from '@/components/shell/use-view';
import type { View } from '@/lib/contract/view-url';

/** The view of the panel around, which its frame writes in other words than the console; null in the console. */
export const PanelView = createContext<View | null>(null);

interface Links {
  /** The view that links carry. */
  readonly view: View;
  /** Where they open: from a panel in a new tab, since no page of the console may stand in its frame. */
  readonly target: '_blank' | undefined;
  /** The address of a page of the console by its path: a panel may be served at another origin. */
  readonly hrefOf: (path: string) => string;
}

/** What links of a view need that stands both in the console and in a panel. */
export function useLinks(): Links {
  const { view } = useView();
  const panel = use(PanelView);
  const hrefOf = useConsoleHref();
  if (panel === null) return { view, target: undefined, hrefOf };
  return { view: panel, target: '_blank', hrefOf };
}
