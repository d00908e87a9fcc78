import type { GraphTheme } from '@/lib/viz/graph/pen';

/** The theme in force, from the design tokens of an element. */
export function readTheme(element: HTMLElement): GraphTheme {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    surface: token('--surface'),
    raised: token('--surface-raised'),
    sunken: token('--surface-sunken'),
    border: token('--border'),
    borderStrong: token('--border-strong'),
    text: token('--text'),
    muted: token('--text-muted'),
    accent: token('--accent'),
    health: {
      healthy: token('--healthy'),
      degraded: token('--degraded'),
      failing: token('--failing'),
      idle: token('--idle'),
      unknown: token('--idle'),
    },
    font: token('--font'),
  };
}

/** Calls back when the theme may have changed: by the switch or by the system. */
export function watchTheme(onChange: () => void): () => void {
  const scheme = window.matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', onChange);
  const observer = new MutationObserver(onChange);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    scheme.removeEventListener('change', onChange);
    observer.disconnect();
  };
}
