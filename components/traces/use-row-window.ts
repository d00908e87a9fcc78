'use client';

import { useEffect, useState, type RefObject } from 'react';

interface RowWindow {
  /** Rows to render: from `first` up to, not including, `end`. */
  readonly first: number;
  readonly end: number;
}

/** Rows rendered above and below those in sight, so that scrolling shows no gaps. */
const ROWS_BEYOND = 10;

/**
 * Tells which rows of one height are in sight of a scrolling element. Renders again only when other
 * rows come into sight, not at every step of the scrolling.
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  rowCount: number,
  rowPx: number,
): RowWindow {
  const [{ first, end }, setRows] = useState({ first: 0, end: 0 });

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const measure = () => {
      const top = Math.floor(element.scrollTop / rowPx);
      const inSight = Math.ceil(element.clientHeight / rowPx);
      // In steps, so that most scroll events change nothing.
      const from = Math.floor(top / ROWS_BEYOND) * ROWS_BEYOND - ROWS_BEYOND;
      const next = { first: Math.max(0, from), end: from + inSight + 3 * ROWS_BEYOND };
      setRows((now) => (now.first === next.first && now.end === next.end ? now : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [scroller, rowPx]);

  return { first: Math.min(first, rowCount), end: Math.min(end, rowCount) };
}

/** Scrolls just so far that a row is in sight below what covers the top of the element. */
export function scrollToRow(
  element: HTMLElement,
  row: number,
  { rowPx, headerPx }: { readonly rowPx: number; readonly headerPx: number },
): void {
  const topPx = row * rowPx;
  const roomPx = element.clientHeight - headerPx - rowPx;
  if (topPx < element.scrollTop) element.scrollTo({ top: topPx });
  else if (topPx > element.scrollTop + roomPx) element.scrollTo({ top: topPx - roomPx });
}
