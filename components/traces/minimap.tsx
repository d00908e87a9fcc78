'use client';

import { useEffect, useRef, useState, type PointerEvent } from 'react';
import type { TraceModel } from '@/components/traces/trace-model';
import { useElementSize } from '@/components/traces/use-element-size';
import { usePaintTheme } from '@/components/traces/use-paint-theme';
import type { ZoomWindow } from '@/lib/contract/trace-url';
import { formatDuration } from '@/lib/domain/duration';
import { paintMinimap, type MinimapSpan } from '@/lib/viz/traces/minimap';
import type { SpanTone } from '@/lib/viz/traces/span-tones';
import { timeTicks } from '@/lib/viz/traces/time-axis';
import styles from './minimap.module.css';

interface MinimapProps {
  readonly model: TraceModel;
  /** The colours of the bars. */
  readonly tones: readonly SpanTone[];
  readonly zoom: ZoomWindow | null;
  readonly onZoom: (zoom: ZoomWindow | null) => void;
}

/** A drag shorter than this is a click, which shows the whole trace again. */
const CLICK_PX = 3;

/** All of a trace at a glance. Dragging over it chooses the part that the timeline shows. */
export function Minimap({ model, tones, zoom, onZoom }: MinimapProps) {
  const { durationUs } = model;
  const area = useRef<HTMLDivElement>(null);
  const { width, height } = useElementSize(area);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);

  const shown = drag === null ? zoom : windowOf(drag, width, durationUs);
  const track = ({ nativeEvent, currentTarget }: PointerEvent) =>
    Math.min(width, Math.max(0, nativeEvent.clientX - currentTarget.getBoundingClientRect().left));

  return (
    <div className={styles.minimap}>
      <div className={styles.ticks} aria-hidden="true">
        {timeTicks({ fromUs: 0, toUs: durationUs }, Math.max(2, width / 140)).map(
          ({ at, label }) => (
            <span key={label} style={{ left: `${at * 100}%` }}>
              {label}
            </span>
          ),
        )}
      </div>
      <div
        ref={area}
        className={styles.area}
        role="img"
        aria-label={`Overview of the trace. ${zoomText(zoom)}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const at = track(event);
          setDrag({ from: at, to: at });
        }}
        onPointerMove={(event) => {
          if (drag !== null) setDrag({ ...drag, to: track(event) });
        }}
        onPointerUp={() => {
          if (drag === null) return;
          const isClick = Math.abs(drag.to - drag.from) < CLICK_PX;
          onZoom(isClick ? null : windowOf(drag, width, durationUs));
          setDrag(null);
        }}
        onPointerCancel={() => setDrag(null)}
      >
        <MinimapCanvas {...{ model, tones, width, height }} />
        {shown !== null && (
          <>
            <span
              className={styles.shade}
              style={{ left: 0, width: percent(shown.fromUs, durationUs) }}
            />
            <span
              className={styles.shade}
              style={{ left: percent(shown.toUs, durationUs), right: 0 }}
            />
          </>
        )}
      </div>
    </div>
  );
}

interface MinimapCanvasProps {
  readonly model: TraceModel;
  readonly tones: readonly SpanTone[];
  readonly width: number;
  readonly height: number;
}

function MinimapCanvas({ model, tones, width, height }: MinimapCanvasProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const theme = usePaintTheme();

  useEffect(() => {
    const canvas = canvasRef.current;
    const pen = canvas?.getContext('2d');
    if (!canvas || !pen || width === 0 || theme === null) return;
    const density = window.devicePixelRatio;
    canvas.width = width * density;
    canvas.height = height * density;
    pen.setTransform(density, 0, 0, density, 0, 0);
    const spans = model.trace.spans.map(({ startUs, durationUs, error }, index): MinimapSpan => ({
      startUs,
      durationUs,
      tone: toneOf(tones[index], error),
    }));
    paintMinimap(pen, spans, { width, height, traceUs: model.durationUs }, theme);
  }, [model, tones, width, height, theme]);

  return <canvas ref={canvasRef} className={styles.canvas} aria-hidden="true" />;
}

/** Rows mark failures beside the bar; here the bar is all there is. */
function toneOf(tone: SpanTone = 'calm', error: boolean): SpanTone {
  return error && tone.startsWith('service-') ? 'failed' : tone;
}

function windowOf(
  { from, to }: { readonly from: number; readonly to: number },
  width: number,
  durationUs: number,
): ZoomWindow | null {
  if (width === 0 || from === to) return null;
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  return { fromUs: (left / width) * durationUs, toUs: (right / width) * durationUs };
}

function percent(us: number, durationUs: number): string {
  return `${Math.min(100, (us / durationUs) * 100)}%`;
}

function zoomText(zoom: ZoomWindow | null): string {
  if (zoom === null) return 'The timeline shows all of it.';
  return `The timeline shows ${formatDuration(zoom.fromUs)} to ${formatDuration(zoom.toUs)}.`;
}
