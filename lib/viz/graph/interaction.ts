import type { Point } from '@/lib/viz/graph/geometry';
import type { Hit } from '@/lib/viz/graph/scene';
import { pannedBy, toWorld, zoomedAt, type Transform } from '@/lib/viz/graph/transform';

/** What fingers and mice are doing. */
type Gesture =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'press';
      readonly pointer: number;
      readonly start: Point;
      readonly hit: Hit | null;
    }
  | { readonly kind: 'pan'; readonly pointer: number; readonly last: Point }
  | { readonly kind: 'drag'; readonly pointer: number; readonly id: string; readonly last: Point }
  | { readonly kind: 'pinch'; readonly points: ReadonlyMap<number, Point> };

export interface Interaction {
  readonly transform: Transform;
  readonly gesture: Gesture;
}

/** What happened on the stage. Points are in screen pixels from its corner. */
export type StageEvent =
  | {
      readonly type: 'down';
      readonly pointer: number;
      readonly point: Point;
      readonly hit: Hit | null;
    }
  | { readonly type: 'move'; readonly pointer: number; readonly point: Point }
  | { readonly type: 'up'; readonly pointer: number; readonly point: Point }
  | { readonly type: 'cancel' }
  | {
      readonly type: 'wheel';
      readonly point: Point;
      readonly delta: number;
      readonly pinch: boolean;
    }
  | { readonly type: 'show'; readonly transform: Transform };

/** What an event means beyond the transform. */
export type StageEffect =
  | { readonly type: 'press'; readonly hit: Hit | null }
  | { readonly type: 'drag'; readonly id: string; readonly dx: number; readonly dy: number }
  | { readonly type: 'drop'; readonly id: string };

interface Step {
  readonly state: Interaction;
  readonly effect: StageEffect | null;
}

/** Up to so many pixels a press is a click and not a drag. */
const CLICK_SLOP = 4;
/** Zoom for one pixel of the wheel; a pinch on a touchpad sends small deltas. */
const WHEEL_RATE = 0.0016;
const PINCH_RATE = 0.01;

/** The next state of the stage. Pure: who calls it applies the effect. */
export function interact(state: Interaction, event: StageEvent): Step {
  switch (event.type) {
    case 'down':
      return step(state, pressed(state.gesture, event));
    case 'move':
      return moved(state, event.pointer, event.point);
    case 'up':
      return released(state, event.pointer);
    case 'cancel':
      return step(state, { kind: 'none' });
    case 'wheel': {
      const rate = event.pinch ? PINCH_RATE : WHEEL_RATE;
      const factor = Math.exp(-event.delta * rate);
      return quiet({ ...state, transform: zoomedAt(state.transform, event.point, factor) });
    }
    case 'show':
      return quiet({ ...state, transform: event.transform });
  }
}

function quiet(state: Interaction): Step {
  return { state, effect: null };
}

function step(state: Interaction, gesture: Gesture): Step {
  return quiet({ ...state, gesture });
}

function pressed(
  gesture: Gesture,
  { pointer, point, hit }: Extract<StageEvent, { type: 'down' }>,
): Gesture {
  if (gesture.kind === 'none') return { kind: 'press', pointer, start: point, hit };
  const points = new Map(pointsOf(gesture)).set(pointer, point);
  return { kind: 'pinch', points };
}

function pointsOf(gesture: Gesture): ReadonlyMap<number, Point> {
  switch (gesture.kind) {
    case 'none':
      return new Map();
    case 'press':
      return new Map([[gesture.pointer, gesture.start]]);
    case 'pan':
    case 'drag':
      return new Map([[gesture.pointer, gesture.last]]);
    case 'pinch':
      return gesture.points;
  }
}

function moved(state: Interaction, pointer: number, point: Point): Step {
  const { gesture } = state;
  switch (gesture.kind) {
    case 'none':
      return quiet(state);
    case 'press':
      return gesture.pointer === pointer ? startMoving(state, gesture, point) : quiet(state);
    case 'pan': {
      if (gesture.pointer !== pointer) return quiet(state);
      const { last } = gesture;
      const transform = pannedBy(state.transform, point.x - last.x, point.y - last.y);
      return quiet({ transform, gesture: { ...gesture, last: point } });
    }
    case 'drag':
      return gesture.pointer === pointer ? dragOn(state, gesture, point) : quiet(state);
    case 'pinch':
      return quiet(pinched(state, gesture.points, pointer, point));
  }
}

function startMoving(
  state: Interaction,
  { pointer, start, hit }: Extract<Gesture, { kind: 'press' }>,
  point: Point,
): Step {
  if (Math.hypot(point.x - start.x, point.y - start.y) <= CLICK_SLOP) return quiet(state);
  const gesture: Gesture =
    hit?.kind === 'node'
      ? { kind: 'drag', pointer, id: hit.id, last: start }
      : { kind: 'pan', pointer, last: start };
  return moved({ ...state, gesture }, pointer, point);
}

function dragOn(
  state: Interaction,
  gesture: Extract<Gesture, { kind: 'drag' }>,
  point: Point,
): Step {
  const [from, to] = [toWorld(state.transform, gesture.last), toWorld(state.transform, point)];
  return {
    state: { ...state, gesture: { ...gesture, last: point } },
    effect: { type: 'drag', id: gesture.id, dx: to.x - from.x, dy: to.y - from.y },
  };
}

function pinched(
  state: Interaction,
  points: ReadonlyMap<number, Point>,
  pointer: number,
  point: Point,
): Interaction {
  const after = new Map(points).set(pointer, point);
  const [a, b] = [...points.values()];
  const [c, d] = [...after.values()];
  const gesture: Gesture = { kind: 'pinch', points: after };
  if (a === undefined || b === undefined || c === undefined || d === undefined) {
    return { ...state, gesture };
  }
  const before = middleOf(a, b);
  const now = middleOf(c, d);
  const panned = pannedBy(state.transform, now.x - before.x, now.y - before.y);
  const factor = Math.hypot(c.x - d.x, c.y - d.y) / Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
  return { transform: zoomedAt(panned, now, factor), gesture };
}

function middleOf(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}

function released(state: Interaction, pointer: number): Step {
  const { gesture } = state;
  const done: Interaction = { ...state, gesture: { kind: 'none' } };
  switch (gesture.kind) {
    case 'press':
      return { state: done, effect: { type: 'press', hit: gesture.hit } };
    case 'drag':
      return { state: done, effect: { type: 'drop', id: gesture.id } };
    case 'pinch': {
      const left = [...gesture.points].find(([other]) => other !== pointer);
      if (left === undefined) return quiet(done);
      return quiet({ ...state, gesture: { kind: 'pan', pointer: left[0], last: left[1] } });
    }
    case 'none':
    case 'pan':
      return quiet(done);
  }
}
