import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cursorKey, NO_CURSOR, zoomRange, type TimeCursor } from '@/lib/viz/charts/time-cursor';

const MOMENTS = Array.from({ length: 40 }, (_, index) => 1000 + index * 15);
const LAST = 1000 + 39 * 15;

/** The cursor after some keys; `S-` stands for Shift. */
function after(keys: readonly string[], start: TimeCursor = NO_CURSOR): TimeCursor {
  let cursor = start;
  for (const name of keys) {
    const shiftKey = name.startsWith('S-');
    const action = cursorKey({ key: name.replace('S-', ''), shiftKey }, cursor, MOMENTS);
    if (action?.kind === 'point') cursor = action.cursor;
  }
  return cursor;
}

describe('keys on a chart', () => {
  it.each([
    { keys: ['ArrowLeft'], time: LAST, because: 'the newest moment comes first' },
    { keys: ['Home'], time: 1000, because: 'Home asks for the oldest' },
    { keys: ['Home', 'ArrowRight', 'ArrowRight'], time: 1030, because: 'arrows go on by one' },
    { keys: ['Home', 'PageUp'], time: 1150, because: 'page keys go on by ten' },
    { keys: ['End', 'PageDown'], time: LAST - 150, because: 'and back' },
    { keys: ['Home', 'ArrowLeft'], time: 1000, because: 'there is nothing before the first' },
    { keys: ['Home', 'Escape'], time: null, because: 'Escape stops pointing' },
  ])('$keys point at $time: $because', ({ keys, time }) => {
    expect(after(keys)).toEqual({ time, span: null });
  });

  it('choose a stretch with Shift, from where the cursor was', () => {
    const chosen = after(['Home', 'ArrowRight', 'S-ArrowRight', 'S-ArrowRight']);
    expect(chosen).toEqual({ time: 1045, span: { anchor: 1015, end: 1045 } });
    expect(cursorKey({ key: 'Enter', shiftKey: false }, chosen, MOMENTS)).toEqual({
      kind: 'zoom',
      span: { anchor: 1015, end: 1045 },
    });
  });

  it('give up the stretch with Escape or an arrow alone, and keep the cursor', () => {
    const chosen = after(['Home', 'S-PageUp']);
    expect(after(['Escape'], chosen)).toEqual({ time: 1150, span: null });
    expect(after(['ArrowRight'], chosen)).toEqual({ time: 1165, span: null });
  });

  it.each(['Enter', 'Escape', 'a', 'Tab'])('leave %s to the browser when idle', (key) => {
    expect(cursorKey({ key, shiftKey: false }, NO_CURSOR, MOMENTS)).toBeNull();
  });

  it('do nothing on a chart without moments', () => {
    expect(cursorKey({ key: 'ArrowLeft', shiftKey: true }, NO_CURSOR, [])).toBeNull();
  });
});

describe('the time to zoom to', () => {
  it('is the last day of what is longer', () => {
    expect(zoomRange({ anchor: 0, end: 100_000 }, 200_000)).toEqual({
      fromMs: 13_600_000,
      toMs: 100_000_000,
    });
  });

  it('is what was chosen, in order', () => {
    expect(zoomRange({ anchor: 1600, end: 1300 }, 9000)).toEqual({
      fromMs: 1_300_000,
      toMs: 1_600_000,
    });
  });

  it('holds what was chosen, is at least a minute long, whole seconds, and over by the latest', () => {
    const seconds = fc.double({ min: 5000, max: 9000, noNaN: true });
    fc.assert(
      fc.property(seconds, seconds, (anchor, end) => {
        const { fromMs, toMs } = zoomRange({ anchor, end }, 9000);
        expect(toMs - fromMs).toBeGreaterThanOrEqual(60_000);
        expect(toMs).toBeLessThanOrEqual(9_000_000);
        expect(fromMs % 1000).toBe(0);
        expect(toMs % 1000).toBe(0);
        expect(fromMs / 1000).toBeLessThanOrEqual(Math.min(anchor, end) + 0.5);
        expect(toMs / 1000).toBeGreaterThanOrEqual(Math.max(anchor, end) - 0.5);
      }),
    );
  });
});
