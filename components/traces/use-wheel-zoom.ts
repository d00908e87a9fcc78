'use client';

import { useEffect, useEffectEvent, type RefObject } from 'react';
import type { ZoomWindow } from '@/lib/contract/trace-url';
import { panBy, zoomBy } from '@/lib/viz/traces/time-axis';

/** How much a pixel of the wheel zooms, and how far it pans. */
const ZOOM_PER_PX = 0.0025;
const PAN_PER_PX = 0.001;

/** The column of names is not part of the time axis; it is marked with this attribute. */
const BARS = '[data-bars]';

/** Zooms a timeline around the pointer with Ctrl and the wheel, and pans it with Shift. */
export function useWheelZoom(
  target: RefObject<HTMLElement | null>,
  zoom: ZoomWindow,
  traceUs: number,
  onZoom: (zoom: ZoomWindow | null) => void,
): void {
  const turn = useEffectEvent((event: WheelEvent) => {
    const bars = target.current?.querySelector(BARS)?.getBoundingClientRect();
    if (bars === undefined || bars.width === 0) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const anchor = Math.min(1, Math.max(0, (event.clientX - bars.left) / bars.width));
      onZoom(zoomBy(zoom, Math.exp(event.deltaY * ZOOM_PER_PX), anchor, traceUs));
    } else if (event.shiftKey) {
      event.preventDefault();
      // Some browsers turn the wheel sideways themselves while Shift is down.
      onZoom(panBy(zoom, (event.deltaX + event.deltaY) * PAN_PER_PX, traceUs));
    }
  });

  useEffect(() => {
    const element = target.current;
    if (element === null) return;
    const listen = (event: WheelEvent) => turn(event);
    // React's own listener is passive, so it could not keep the page from zooming.
    element.addEventListener('wheel', listen, { passive: false });
    return () => element.removeEventListener('wheel', listen);
  }, [target]);
}
