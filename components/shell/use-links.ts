'use client';

import { createContext, use } from 'react';
import { useView } from '@/components/shell/use-view';
import type { View } from '@/lib/contract/view-url';

/** The view of the panel around, which its frame writes in other words than the console; null in the console. */
export const PanelView = createContext<View | null>(null);

interface Links {
  /** The view that links carry. */
  readonly view: View;
  /** Where they open: from a panel in a new tab, since no page of the console may stand in its frame. */
  readonly target: '_blank' | undefined;
}

/** What links of a view need that stands both in the console and in a panel. */
export function useLinks(): Links {
  const { view } = useView();
  const panel = use(PanelView);
  return panel === null ? { view, target: undefined } : { view: panel, target: '_blank' };
}
