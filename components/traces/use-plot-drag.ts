'use client';

import { useState, type PointerEvent } from 'react';

/** A rectangle in CSS pixels of the plot's area. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface PlotDragOptions {
  readonly margin: { readonly top: number; readonly left: number };
  readonly size: { readonly width: number; readonly height: number };
  readonly onHover: (x: number, y: number) => void;
  readonly onLeave: () => void;
  readonly onClick: (x: number, y: number) => void;
  readonly onBox: (box: Box) => void;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A drag shorter than this, both ways, is a click. */
const CLICK_PX = 4;

/**
 * Tells pointing, clicking and dragging a box apart. Places are cut to the plot's area. `cancel` gives
 * a drag up.
 */
export function usePlotDrag({ margin, size, onHover, onLeave, onClick, onBox }: PlotDragOptions) {
  const [drag, setDrag] = useState<{ readonly from: Place; readonly to: Place } | null>(null);
  const placeOf = ({ clientX, clientY, currentTarget }: PointerEvent): Place => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return {
      x: Math.min(size.width, Math.max(0, clientX - left - margin.left)),
      y: Math.min(size.height, Math.max(0, clientY - top - margin.top)),
    };
  };
  const box = drag === null || isClick(drag) ? null : boxOf(drag);

  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const from = placeOf(event);
      setDrag({ from, to: from });
    },
    onPointerMove: (event: PointerEvent) => {
      const place = placeOf(event);
      if (drag === null) onHover(place.x, place.y);
      else setDrag({ ...drag, to: place });
    },
    onPointerUp: () => {
      if (drag === null) return;
      setDrag(null);
      if (isClick(drag)) onClick(drag.from.x, drag.from.y);
      else onBox(boxOf(drag));
    },
    onPointerCancel: () => setDrag(null),
    onPointerLeave: onLeave,
  };
  return { box, handlers, cancel: () => setDrag(null) };
}

function isClick({ from, to }: { readonly from: Place; readonly to: Place }): boolean {
  return Math.abs(to.x - from.x) < CLICK_PX && Math.abs(to.y - from.y) < CLICK_PX;
}

function boxOf({ from, to }: { readonly from: Place; readonly to: Place }): Box {
  return {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.max(1, Math.abs(to.x - from.x)),
    height: Math.max(1, Math.abs(to.y - from.y)),
  };
}
