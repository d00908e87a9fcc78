'use client';

import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';

interface Cursor {
  /** Epoch seconds of the moment pointed at in any chart; null when none is. */
  readonly time: number | null;
  readonly setTime: (time: number | null) => void;
}

const CursorContext = createContext<Cursor>({ time: null, setTime: () => undefined });

/** Charts inside it point at the same moment. */
export function ChartCursor({ children }: { readonly children: ReactNode }) {
  const [time, setTime] = useState<number | null>(null);
  const cursor = useMemo(() => ({ time, setTime }), [time]);
  return <CursorContext value={cursor}>{children}</CursorContext>;
}

export function useCursor(): Cursor {
  return useContext(CursorContext);
}
