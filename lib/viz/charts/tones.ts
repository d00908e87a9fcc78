/** How a line looks: a colour of the palette (1..10), trouble, or a dashed mark beside the data. */
export type Tone =
  | { readonly kind: 'series'; readonly color: number }
  | { readonly kind: 'degraded' | 'failing' | 'limit' | 'request' };

const PALETTE_SIZE = 10;

/** Names that always look the same, because people learn them. */
const FIXED: ReadonlyMap<string, Tone> = new Map<string, Tone>([
  ['limit', { kind: 'limit' }],
  ['request', { kind: 'request' }],
  ['p50', { kind: 'series', color: 2 }],
  ['p95', { kind: 'series', color: 1 }],
  ['p99', { kind: 'series', color: 4 }],
  ['errors', { kind: 'series', color: 1 }],
  ['200', { kind: 'series', color: 1 }],
]);

/**
 * The tone of each name. Server errors have the colour of trouble, client errors that of doubt; the
 * rest take a colour by their name, so that it stays the same after a reload, and the next free one
 * when that is taken.
 */
export function tonesOf(names: readonly string[]): ReadonlyMap<string, Tone> {
  const tones = new Map<string, Tone>();
  const taken = new Set<number>();
  const unique = [...new Set(names)].toSorted();
  for (const name of unique) {
    const tone = FIXED.get(name) ?? codeTone(name);
    if (tone === undefined) continue;
    tones.set(name, tone);
    if (tone.kind === 'series') taken.add(tone.color);
  }
  for (const name of unique) {
    if (tones.has(name)) continue;
    const color = freeColor(name, taken);
    taken.add(color);
    tones.set(name, { kind: 'series', color });
  }
  return tones;
}

function codeTone(name: string): Tone | undefined {
  if (/^(5\d\d|0)\b/.test(name)) return { kind: 'failing' };
  return /^4\d\d\b/.test(name) ? { kind: 'degraded' } : undefined;
}

function freeColor(name: string, taken: ReadonlySet<number>): number {
  const start = hashOf(name) % PALETTE_SIZE;
  for (let step = 0; step < PALETTE_SIZE; step += 1) {
    const color = ((start + step) % PALETTE_SIZE) + 1;
    if (!taken.has(color)) return color;
  }
  return start + 1;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
