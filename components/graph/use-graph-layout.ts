'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { createLayouter, type Layouter } from '@/lib/client/graph-layout';
import type { DisplayGraph } from '@/lib/viz/graph/fold';
import { layoutInputOf } from '@/lib/viz/graph/node-size';
import type { GraphLayout } from '@/lib/viz/graph/layout/problem';

interface LaidOut {
  readonly display: DisplayGraph;
  readonly layout: GraphLayout;
}

/**
 * Where everything goes. While a new graph is laid out, the one before stays. `arrangement` names a
 * fresh start: a layout knows the one before only within the same.
 */
export function useGraphLayout(display: DisplayGraph | null, arrangement: string): LaidOut | null {
  const layouter = useRef<Layouter | null>(null);
  const previous = useRef<{ readonly arrangement: string; readonly layout: GraphLayout }>(null);
  const [laidOut, setLaidOut] = useState<LaidOut | null>(null);
  const input = useMemo(() => display && layoutInputOf(display), [display]);

  useEffect(() => {
    layouter.current = createLayouter();
    return () => layouter.current?.close();
  }, []);

  useEffect(() => {
    if (display === null || input === null || layouter.current === null) return;
    let isCurrent = true;
    const known = previous.current;
    const before = known?.arrangement === arrangement ? known.layout : undefined;
    void layouter.current.layOut(input, before).then((layout) => {
      if (!isCurrent) return;
      previous.current = { arrangement, layout };
      setLaidOut({ display, layout });
    });
    return () => {
      isCurrent = false;
    };
  }, [display, input, arrangement]);

  return laidOut;
}
