/** What a key asks of the timeline. */
export type TimelineAction =
  | { readonly kind: 'move'; readonly rows: number }
  | { readonly kind: 'open' | 'close' | 'in' | 'out' }
  | { readonly kind: 'match'; readonly direction: 1 | -1 }
  | {
      readonly kind: 'window';
      readonly change: 'zoom' | 'pan' | 'whole';
      /** Closer or later for 1, the reverse for -1. */
      readonly direction: 1 | -1;
    };

const PAGE_ROWS = 20;

const ACTIONS: ReadonlyMap<string, TimelineAction> = new Map<string, TimelineAction>([
  ['ArrowDown', { kind: 'move', rows: 1 }],
  ['ArrowUp', { kind: 'move', rows: -1 }],
  ['PageDown', { kind: 'move', rows: PAGE_ROWS }],
  ['PageUp', { kind: 'move', rows: -PAGE_ROWS }],
  ['Home', { kind: 'move', rows: -Infinity }],
  ['End', { kind: 'move', rows: Infinity }],
  ['ArrowRight', { kind: 'in' }],
  ['ArrowLeft', { kind: 'out' }],
  ['Enter', { kind: 'open' }],
  [' ', { kind: 'open' }],
  ['Escape', { kind: 'close' }],
  ['n', { kind: 'match', direction: 1 }],
  ['p', { kind: 'match', direction: -1 }],
  ['+', { kind: 'window', change: 'zoom', direction: 1 }],
  ['=', { kind: 'window', change: 'zoom', direction: 1 }],
  ['-', { kind: 'window', change: 'zoom', direction: -1 }],
  [']', { kind: 'window', change: 'pan', direction: 1 }],
  ['[', { kind: 'window', change: 'pan', direction: -1 }],
  ['0', { kind: 'window', change: 'whole', direction: -1 }],
]);

/** The keys as people read them, with what they do. */
export const TIMELINE_KEYS = [
  { keys: ['↑', '↓'], does: 'move' },
  { keys: ['←', '→'], does: 'collapse, expand' },
  { keys: ['Enter'], does: 'details' },
  { keys: ['n', 'p'], does: 'next, previous match' },
  { keys: ['+', '−', '0'], does: 'zoom' },
  { keys: ['[', ']'], does: 'pan' },
] as const;

/** Reads a key; null when the timeline leaves it to the browser. */
export function timelineKey(event: {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}): TimelineAction | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  return ACTIONS.get(event.key) ?? null;
}
