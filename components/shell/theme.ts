'use client';

import { useSyncExternalStore } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Also read by the script in app/layout.tsx that runs before the first paint. */
const STORAGE_KEY = 'alidade-theme';
const CHANGED = 'alidade-theme-changed';

/** The chosen theme, and how to choose another. It is kept in this browser. */
export function useTheme(): { readonly theme: Theme; readonly setTheme: (theme: Theme) => void } {
  const theme = useSyncExternalStore(subscribe, storedTheme, () => 'system' as const);
  return { theme, setTheme };
}

function setTheme(theme: Theme) {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // Storage may be blocked; the theme then lasts as long as the page.
  }
  window.dispatchEvent(new Event(CHANGED));
}

function storedTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return THEMES.find((name) => name === theme) ?? 'system';
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(CHANGED, onChange);
  return () => window.removeEventListener(CHANGED, onChange);
}
