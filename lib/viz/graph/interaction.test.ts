import { describe, expect, it } from 'vitest';
import { interact, type Interaction, type StageEvent } from '@/lib/viz/graph/interaction';
import {
  firstView,
  fitted,
  LARGEST_ZOOM,
  SMALLEST_ZOOM,
  toWorld,
  zoomedAt,
} from '@/lib/viz/graph/transform';

const start: Interaction = { transform: { x: 0, y: 0, k: 1 }, gesture: { kind: 'none' } };
const node = { kind: 'node', id: 'cart' } as const;

function run(...events: StageEvent[]) {
  return events.reduce<ReturnType<typeof interact>>(({ state }, event) => interact(state, event), {
    state: start,
    effect: null,
  });
}

const down = (x: number, y: number, hit: typeof node | null = null, pointer = 1): StageEvent => ({
  type: 'down',
  pointer,
  point: { x, y },
  hit,
});
const move = (x: number, y: number, pointer = 1): StageEvent => ({
  type: 'move',
  pointer,
  point: { x, y },
});
const up = (x: number, y: number, pointer = 1): StageEvent => ({
  type: 'up',
  pointer,
  point: { x, y },
});

describe('interact', () => {
  it('takes a press that hardly moves for a choice', () => {
    expect(run(down(10, 10, node), move(12, 11), up(12, 11)).effect).toEqual({
      type: 'press',
      hit: node,
    });
  });

  it('pans from an empty place and chooses nothing', () => {
    const { state, effect } = run(down(10, 10), move(60, 30), up(60, 30));
    expect(state.transform).toEqual({ x: 50, y: 20, k: 1 });
    expect(effect).toBeNull();
  });

  it('drags a node in the measure of the world', () => {
    const zoomed = { ...start, transform: { x: 0, y: 0, k: 2 } };
    const pressed = interact(zoomed, down(0, 0, node)).state;
    expect(interact(pressed, move(40, 20)).effect).toEqual({
      type: 'drag',
      id: 'cart',
      dx: 20,
      dy: 10,
    });
  });

  it('zooms with two fingers around the place between them', () => {
    const { state } = run(down(100, 100), down(200, 100, null, 2), move(300, 100, 2));
    expect(state.transform.k).toBeCloseTo(2);
    expect(state.gesture.kind).toBe('pinch');
  });

  it('goes on panning with the finger that stays', () => {
    const { state } = run(down(100, 100), down(200, 100, null, 2), up(200, 100, 2), move(110, 100));
    expect(state.transform.x).toBeCloseTo(10);
  });

  it('keeps the point under the wheel in its place', () => {
    const point = { x: 300, y: 200 };
    const { state } = run({ type: 'wheel', point, delta: -240, pinch: false });
    expect(state.transform.k).toBeGreaterThan(1);
    const world = toWorld(state.transform, point);
    expect(world.x).toBeCloseTo(300);
    expect(world.y).toBeCloseTo(200);
  });

  it('forgets a gesture that was cancelled', () => {
    expect(run(down(0, 0, node), { type: 'cancel' }, move(50, 50)).effect).toBeNull();
  });
});

describe('transforms', () => {
  it('zooms within limits', () => {
    const middle = { x: 0, y: 0 };
    expect(zoomedAt(start.transform, middle, 1e6).k).toBe(LARGEST_ZOOM);
    expect(zoomedAt(start.transform, middle, 1e-6).k).toBe(SMALLEST_ZOOM);
  });

  it('fits a graph into the view and does not blow up a small one', () => {
    const size = { width: 800, height: 600 };
    const wide = fitted({ x: -100, y: 0, width: 4000, height: 100 }, size);
    expect(-100 * wide.k + wide.x).toBeGreaterThan(0);
    expect(3900 * wide.k + wide.x).toBeLessThan(800);
    expect(fitted({ x: 0, y: 0, width: 10, height: 10 }, size).k).toBeLessThan(1.5);
  });

  it('starts near to what matters on a screen too small for the whole', () => {
    const bounds = { x: 0, y: 0, width: 1500, height: 800 };
    const worst = { x: 700, y: 100, width: 120, height: 44 };
    const phone = { width: 360, height: 500 };
    const near = firstView(bounds, phone, { nodeCount: 26, worst });
    expect(near.k).toBeGreaterThan(0.5);
    const middle = toWorld(near, { x: 180, y: 250 });
    expect(middle.x).toBeCloseTo(760);
    expect(middle.y).toBeCloseTo(122);
    expect(firstView(bounds, phone, { nodeCount: 500, worst })).toEqual(fitted(bounds, phone));
    expect(
      firstView(bounds, { width: 1400, height: 800 }, { nodeCount: 26, worst }).k,
    ).toBeLessThan(1);
  });
});
