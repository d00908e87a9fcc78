'use client';

import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { useCursor } from '@/components/charts/cursor';
import { useView } from '@/components/shell/use-view';
import { cursorKey, NO_CURSOR, zoomRange, type TimeSpan } from '@/lib/viz/charts/time-cursor';
import { momentAt, type TimeScene } from '@/lib/viz/charts/time-scene';

interface PlotInputOptions {
  readonly scene: TimeScene | null;
  readonly moments: readonly number[];
  /** Epoch seconds. */
  readonly from: number;
  readonly to: number;
}

/** A drag shorter than this is a click. */
const CLICK_PX = 4;

/**
 * Points at moments and zooms: by dragging over the chart, or by its keys (see `cursorKey`). The
 * stretch becomes the time of the view, which all pages share.
 */
export function usePlotInput({ scene, moments, from, to }: PlotInputOptions) {
  const { cursor, setCursor } = useCursor();
  const { setView } = useView();
  const drag = useRef<{ readonly anchor: number; readonly clientX: number } | null>(null);

  function shareAt({ clientX, currentTarget }: PointerEvent): number {
    if (scene === null) return 0;
    const { left, right } = scene.plot;
    const x = clientX - currentTarget.getBoundingClientRect().left;
    return Math.min(1, Math.max(0, (x - left) / (right - left)));
  }

  const timeAt = (event: PointerEvent) => from + shareAt(event) * (to - from);

  function follow(event: PointerEvent) {
    const time = momentAt(moments, shareAt(event), { from, to });
    const anchor = drag.current?.anchor;
    setCursor({ time, span: anchor === undefined ? null : { anchor, end: timeAt(event) } });
  }

  function zoom(span: TimeSpan) {
    setCursor(NO_CURSOR);
    setView({ between: zoomRange(span, to) });
  }

  function endDrag() {
    drag.current = null;
    setCursor(NO_CURSOR);
  }

  return {
    onPointerDown(event: PointerEvent) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { anchor: timeAt(event), clientX: event.clientX };
    },
    onPointerMove: follow,
    onPointerUp(event: PointerEvent) {
      const begun = drag.current;
      drag.current = null;
      if (begun === null || Math.abs(event.clientX - begun.clientX) < CLICK_PX) follow(event);
      else zoom({ anchor: begun.anchor, end: timeAt(event) });
    },
    onPointerCancel: endDrag,
    onPointerLeave() {
      if (drag.current === null) setCursor(NO_CURSOR);
    },
    onBlur: endDrag,
    onKeyDown(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const action = cursorKey(event, cursor, moments);
      if (action === null) return;
      event.preventDefault();
      // A key ends a drag, so that Escape leaves nothing to zoom to.
      drag.current = null;
      if (action.kind === 'zoom') zoom(action.span);
      else setCursor(action.cursor);
    },
  };
}
