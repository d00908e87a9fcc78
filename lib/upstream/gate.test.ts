import { describe, expect, it } from 'vitest';
import { createGate } from '@/lib/upstream/gate';

const never = new AbortController().signal;

/** A call that ends when the test says so. */
function held() {
  let release: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { call: () => ended, release };
}

const gateOf = (places: number, maxWaiting = 10, maxWaitMs = 5_000) =>
  createGate({ upstream: 'prometheus', places, maxWaiting, maxWaitMs });

describe('a gate', () => {
  it('never lets more calls run than it has places', async () => {
    const gate = gateOf(3, 100);
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 50 }, () =>
        gate.run(never, async () => {
          inside += 1;
          most = Math.max(most, inside);
          await Promise.resolve();
          inside -= 1;
        }),
      ),
    );
    expect([most, inside]).toEqual([3, 0]);
  });

  it('lets those who wait in by the order they came', async () => {
    const gate = gateOf(1);
    const first = held();
    const order: number[] = [];
    const all = [
      gate.run(never, first.call),
      ...[1, 2, 3].map((n) => gate.run(never, async () => void order.push(n))),
    ];
    first.release();
    await Promise.all(all);
    expect(order).toEqual([1, 2, 3]);
  });

  it('refuses at once when too many wait', async () => {
    const gate = gateOf(1, 1);
    const first = held();
    const running = gate.run(never, first.call);
    const waiting = gate.run(never, async () => 'in');
    await expect(gate.run(never, async () => 'no')).rejects.toMatchObject({ failure: 'busy' });
    first.release();
    expect(await waiting).toBe('in');
    await running;
  });

  it('refuses one who waited too long, and keeps the place for others', async () => {
    const gate = gateOf(1, 5, 10);
    const first = held();
    const running = gate.run(never, first.call);
    await expect(gate.run(never, async () => 'no')).rejects.toMatchObject({ failure: 'busy' });
    first.release();
    await running;
    expect(await gate.run(never, async () => 'in')).toBe('in');
  });

  it('forgets one who stops waiting', async () => {
    const gate = gateOf(1, 1);
    const first = held();
    const running = gate.run(never, first.call);
    const caller = new AbortController();
    const reason = new Error('left');
    const waiting = gate.run(caller.signal, async () => 'no');
    caller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    const next = gate.run(never, async () => 'in');
    first.release();
    expect(await next).toBe('in');
    await running;
  });

  it('frees the place of a call that fails', async () => {
    const gate = gateOf(1);
    await expect(gate.run(never, async () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await gate.run(never, async () => 'in')).toBe('in');
  });
});
