'use client';

import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { GraphCanvas } from '@/components/graph/graph-canvas';
import type { Point, Rect } from '@/lib/viz/graph/geometry';
import {
  interact,
  type Interaction,
  type StageEffect,
  type StageEvent,
} from '@/lib/viz/graph/interaction';
import {
  broughtIntoView,
  centredOn,
  fitted,
  pannedBy,
  zoomedAt,
  type Size,
  type Transform,
} from '@/lib/viz/graph/transform';

/** The handles of a stage: a canvas, the transform it is seen under, and what moves it. */
export interface Stage {
  readonly canvas: GraphCanvas | null;
  readonly size: Size;
  /** The zoom, rounded, for what is written beside the canvas. */
  readonly zoom: number;
  readonly transform: () => Transform;
  readonly isIdle: () => boolean;
  readonly dispatch: (event: StageEvent) => StageEffect | null;
  readonly fit: (bounds: Rect) => void;
  readonly zoomBy: (factor: number) => void;
  readonly panBy: (dx: number, dy: number) => void;
  /** Brings something into view; from far away also near enough to be read. */
  readonly reveal: (rect: Rect) => void;
}

const START: Interaction = { transform: { x: 0, y: 0, k: 1 }, gesture: { kind: 'none' } };
/** The zoom to come near to when what is revealed could not be read. */
const READING_ZOOM = 0.9;
const READABLE_FROM = 0.55;

/** Runs the interaction of a stage outside of React, which learns of the zoom alone. */
export function useStage(host: RefObject<HTMLDivElement | null>): Stage {
  const state = useRef(START);
  const { canvas, size } = useGraphCanvas(host);
  const [zoom, setZoom] = useState(1);

  const dispatch = useCallback(
    (event: StageEvent) => {
      const next = interact(state.current, event);
      const changed = next.state.transform !== state.current.transform;
      state.current = next.state;
      if (changed) {
        canvas?.setTransform(next.state.transform);
        setZoom(Math.round(next.state.transform.k * 100) / 100);
      }
      return next.effect;
    },
    [canvas],
  );

  const show = useCallback(
    (transform: Transform) => void dispatch({ type: 'show', transform }),
    [dispatch],
  );
  const transform = useCallback(() => state.current.transform, []);
  const isIdle = useCallback(() => state.current.gesture.kind === 'none', []);
  const fit = useCallback((bounds: Rect) => show(fitted(bounds, size)), [show, size]);
  const middle: Point = { x: size.width / 2, y: size.height / 2 };

  return {
    canvas,
    size,
    zoom,
    transform,
    isIdle,
    dispatch,
    fit,
    zoomBy: (factor) => show(zoomedAt(transform(), middle, factor)),
    panBy: (dx, dy) => show(pannedBy(transform(), dx, dy)),
    reveal: (rect) => {
      const now = transform();
      const near = now.k >= READABLE_FROM;
      show(near ? broughtIntoView(now, rect, size) : centredOn(now, rect, size, READING_ZOOM));
    },
  };
}

/** A canvas within an element, as large as the element. */
function useGraphCanvas(host: RefObject<HTMLDivElement | null>) {
  const [canvas, setCanvas] = useState<GraphCanvas | null>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const created = new GraphCanvas(element);
    const observer = new ResizeObserver(() => {
      const now = { width: element.clientWidth, height: element.clientHeight };
      created.resize(now);
      setSize(now);
    });
    observer.observe(element);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the canvas needs its element
    setCanvas(created);
    return () => {
      observer.disconnect();
      created.destroy();
    };
  }, [host]);
  return { canvas, size };
}
