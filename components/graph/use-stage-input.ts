'use client';

import {
  useEffect,
  useEffectEvent,
  useRef,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import type { Stage } from '@/components/graph/use-stage';
import type { Point } from '@/lib/viz/graph/geometry';
import type { StageEffect } from '@/lib/viz/graph/interaction';
import { hitTest, type Hit, type Scene } from '@/lib/viz/graph/scene';
import { toWorld } from '@/lib/viz/graph/transform';
import { walkFrom, type Direction } from '@/lib/viz/graph/walk';

interface StageInputOptions {
  readonly host: RefObject<HTMLDivElement | null>;
  readonly stage: Stage;
  readonly scene: Scene;
  readonly selected: string;
  readonly onHover: (hit: Hit | null) => void;
  readonly onPress: (hit: Hit | null) => void;
  readonly onWalk: (id: string) => void;
  readonly onMove: (id: string, dx: number, dy: number) => void;
}

/** Screen pixels around an edge that count as on it. */
const REACH = 7;
/** Milliseconds that a pointer rests before its neighbourhood is lit. */
const REST = 70;
const KEY_PAN = 60;
const KEY_ZOOM = 1.25;

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** Turns pointers, wheel and keys on the stage into moves and choices. */
export function useStageInput(options: StageInputOptions) {
  const { host, stage, scene } = options;
  const hover = useHover(options.onHover);

  const hitAt = (point: Point) => {
    const transform = stage.transform();
    return hitTest(scene, toWorld(transform, point), REACH / transform.k);
  };
  const apply = (effect: StageEffect | null) => {
    if (effect?.type === 'press') options.onPress(effect.hit);
    if (effect?.type === 'drag') options.onMove(effect.id, effect.dx, effect.dy);
  };

  useWheel(host, (event, point) => {
    const delta = event.deltaY * (event.deltaMode === 1 ? 18 : 1);
    stage.dispatch({ type: 'wheel', point, delta, pinch: event.ctrlKey });
  });

  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const point = pointOf(event);
      hover.clear();
      apply(stage.dispatch({ type: 'down', pointer: event.pointerId, point, hit: hitAt(point) }));
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const point = pointOf(event);
      if (!stage.isIdle()) apply(stage.dispatch({ type: 'move', pointer: event.pointerId, point }));
      else if (event.pointerType !== 'touch') hover.rest(hitAt(point));
    },
    onPointerUp: (event: PointerEvent<HTMLDivElement>) => {
      apply(stage.dispatch({ type: 'up', pointer: event.pointerId, point: pointOf(event) }));
    },
    onPointerCancel: () => apply(stage.dispatch({ type: 'cancel' })),
    onPointerLeave: () => hover.clear(),
    onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (actOnKey(event, options)) event.preventDefault();
    },
  };
}

/** Acts on a key. @returns whether it meant something here. */
function actOnKey({ key, shiftKey }: KeyboardEvent, options: StageInputOptions): boolean {
  const { stage, scene, selected, onWalk, onPress } = options;
  const direction = ARROWS[key];
  if (direction !== undefined) {
    if (!scene.nodeIndex.has(selected) || shiftKey) pan(stage, direction);
    else {
      const next = walkFrom(scene, selected, direction);
      if (next !== null) onWalk(next);
    }
    return true;
  }
  if (key === '+' || key === '=') stage.zoomBy(KEY_ZOOM);
  else if (key === '-') stage.zoomBy(1 / KEY_ZOOM);
  else if (key === '0') stage.fit(scene.bounds);
  else if (key === 'Escape') onPress(null);
  else return false;
  return true;
}

function pan(stage: Stage, direction: Direction): void {
  if (direction === 'left') stage.panBy(KEY_PAN, 0);
  else if (direction === 'right') stage.panBy(-KEY_PAN, 0);
  else stage.panBy(0, direction === 'up' ? KEY_PAN : -KEY_PAN);
}

/** Tells what the pointer rests on, after a moment, and at once when it left. */
function useHover(onHover: (hit: Hit | null) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef('');
  useEffect(() => () => clearTimeout(timer.current), []);

  function tell(hit: Hit | null, delay: number) {
    const id = hit?.id ?? '';
    if (id === last.current) return;
    last.current = id;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onHover(hit), delay);
  }
  return {
    rest: (hit: Hit | null) => tell(hit, REST),
    clear: () => tell(null, 0),
  };
}

/** React listens to the wheel passively; only an own listener can keep the page from scrolling. */
function useWheel(
  host: RefObject<HTMLDivElement | null>,
  onWheel: (event: WheelEvent, point: Point) => void,
) {
  const zoom = useEffectEvent(onWheel);
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const listener = (event: WheelEvent) => {
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      zoom(event, { x: event.clientX - left, y: event.clientY - top });
    };
    element.addEventListener('wheel', listener, { passive: false });
    return () => element.removeEventListener('wheel', listener);
  }, [host]);
}

function pointOf(event: PointerEvent<HTMLDivElement>): Point {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
