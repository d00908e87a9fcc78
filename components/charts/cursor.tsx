'use client';

import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { NO_CURSOR, type TimeCursor } from '@/lib/viz/charts/time-cursor';

interface SharedCursor {
  readonly cursor: TimeCursor;
  readonly setCursor: (cursor: TimeCursor) => void;
}

const CursorContext = createContext<SharedCursor>({
  cursor: NO_CURSOR,
  setCursor: () => undefined,
});

/** Charts inside it point at the same moment, and show the same stretch being chosen. */
export function ChartCursor({ children }: { readonly children: ReactNode }) {
  const [cursor, setCursor] = useState(NO_CURSOR);
  const shared = useMemo(() => ({ cursor, setCursor }), [cursor]);
  return <CursorContext value={shared}>{children}</CursorContext>;
}

export function useCursor(): SharedCursor {
  return useContext(CursorContext);
}
