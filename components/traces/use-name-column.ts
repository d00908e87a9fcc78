'use client';

import { useState } from 'react';
import { nameColumn, type NameColumn } from '@/lib/viz/traces/name-column';

const STORAGE_KEY = 'alidade-span-names';

interface ResizableColumn {
  readonly column: NameColumn;
  /** Takes CSS pixels; null for the usual width. */
  readonly resize: (px: number | null) => void;
}

/**
 * The width of the column of names in a timeline that is so wide. What was chosen is kept in this
 * browser as a share, so that it fits windows of other widths. For parts that are rendered in the
 * browser only.
 */
export function useNameColumn(widthPx: number): ResizableColumn {
  const [share, setShare] = useState(storedShare);
  return {
    column: nameColumn(widthPx, share),
    resize(px) {
      const next =
        px === null || widthPx === 0 ? null : nameColumn(widthPx, px / widthPx).px / widthPx;
      setShare(next);
      storeShare(next);
    },
  };
}

function storedShare(): number | null {
  try {
    const share = Number(localStorage.getItem(STORAGE_KEY) ?? NaN);
    return share > 0 && share < 1 ? share : null;
  } catch {
    return null;
  }
}

function storeShare(share: number | null) {
  try {
    if (share === null) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, share.toFixed(4));
  } catch {
    // Storage may be blocked; the width then lasts as long as the page.
  }
}
