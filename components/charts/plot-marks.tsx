import { toneClass } from '@/components/charts/tone-class';
import { formatClock } from '@/lib/domain/format';
import { zoneName } from '@/lib/domain/time-zone';
import type { TimeSpan } from '@/lib/viz/charts/time-cursor';
import { valueAt, type ChartSeries, type TimeScene } from '@/lib/viz/charts/time-scene';
import type { Tone } from '@/lib/viz/charts/tones';
import styles from './plot.module.css';

interface MarkProps {
  readonly scene: TimeScene;
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
}

interface CrosshairProps extends MarkProps {
  readonly series: readonly ChartSeries[];
  readonly tones: ReadonlyMap<string, Tone>;
  readonly time: number;
  readonly hasLabel: boolean;
}

/** From the top of the plot to the foot of a label. */
const LABEL_PX = 13;

/** The moment pointed at: a line, a dot on each series, and the time of the clock. */
export function Crosshair({ scene, series, tones, time, hasLabel, ...axis }: CrosshairProps) {
  const { plot, yTicks } = scene;
  const x = placeOf(time, { scene, ...axis });
  const top = Math.max(0, ...yTicks.map(({ value }) => value));
  const isLeft = x < (plot.left + plot.right) / 2;
  return (
    <g className={styles.crosshair}>
      <line x1={x} x2={x} y1={plot.top} y2={plot.bottom} />
      {series.map((line) => {
        const value = valueAt(line, time);
        if (value === null || top === 0) return null;
        const y = plot.bottom - (value / top) * (plot.bottom - plot.top);
        return (
          <circle key={line.name} cx={x} cy={y} r="3" className={toneClass(tones.get(line.name))} />
        );
      })}
      {hasLabel && (
        <text
          x={isLeft ? x + 6 : x - 6}
          y={plot.top + LABEL_PX}
          textAnchor={isLeft ? 'start' : 'end'}
        >
          {momentText(time, axis.timeZone)}
        </text>
      )}
    </g>
  );
}

/** The stretch being chosen, with its beginning and end. */
export function Span({ span, ...axis }: MarkProps & { readonly span: TimeSpan }) {
  const { plot } = axis.scene;
  const [from, to] = [Math.min(span.anchor, span.end), Math.max(span.anchor, span.end)];
  const [left, right] = [placeOf(from, axis), placeOf(to, axis)];
  return (
    <g className={styles.crosshair}>
      <rect
        className={styles.span}
        x={left}
        y={plot.top}
        width={Math.max(0, right - left)}
        height={plot.bottom - plot.top}
      />
      <text {...labelAt((left + right) / 2, plot)} y={plot.top + LABEL_PX}>
        {spanText({ anchor: from, end: to }, axis.timeZone)}
      </text>
    </g>
  );
}

/** The moment by the clock of a zone, with the zone: `07:12:05 CET`. */
export function momentText(time: number, timeZone: string): string {
  return `${formatClock(time * 1000, timeZone)} ${zoneName(time * 1000, timeZone)}`;
}

/** From when to when: `07:12:05 – 07:14:05 CET`. */
export function spanText({ anchor, end }: TimeSpan, timeZone: string): string {
  const [from, to] = [Math.min(anchor, end), Math.max(anchor, end)];
  return `${formatClock(from * 1000, timeZone)} – ${momentText(to, timeZone)}`;
}

function placeOf(time: number, { scene: { plot }, from, to }: Omit<MarkProps, 'timeZone'>): number {
  const share = Math.min(1, Math.max(0, (time - from) / (to - from)));
  return plot.left + share * (plot.right - plot.left);
}

/** About half the width of the text of a stretch. */
const HALF_LABEL_PX = 85;

/** Centred where there is room on both sides, else at the edge. */
function labelAt(center: number, plot: TimeScene['plot']) {
  if (center - HALF_LABEL_PX < plot.left) return { x: plot.left + 4, textAnchor: 'start' } as const;
  if (center + HALF_LABEL_PX > plot.right) {
    return { x: plot.right - 4, textAnchor: 'end' } as const;
  }
  return { x: center, textAnchor: 'middle' } as const;
}
