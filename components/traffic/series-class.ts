import { toneClass } from '@/components/charts/tone-class';

/** The colours that tones have. */
const COLORS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

/** The class of the colour that the n-th target of a split has everywhere. */
export function seriesClass(index: number): string {
  return toneClass({ kind: 'series', color: COLORS[index % COLORS.length] ?? 1 });
}
