import { afterEach, describe, expect, it } from 'vitest';
import { createGracefulStop } from '@/lib/server/graceful-stop';
import { createLifecycle } from '@/lib/server/lifecycle';
import { askAnew, LONG, stoppingServer } from '@/lib/server/testing/stopping-server';

const ended: (() => void)[] = [];
afterEach(() => {
  for (const end of ended.splice(0)) end();
});

async function world(limits: { readonly acceptMs?: number; readonly withinMs?: number } = {}) {
  const made = await stoppingServer({ createGracefulStop, createLifecycle }, limits);
  ended.push(made.end);
  return made;
}

describe('a graceful stop', () => {
  it('finishes what is under way and takes nothing new', async () => {
    const { graceful, lifecycle, ask, finish, slowArrived } = await world();
    const slow = ask('/slow');
    await slowArrived;
    const stopped = graceful.stop();
    expect(lifecycle.isDraining()).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(ask('/')).rejects.toThrow('ECONNREFUSED');
    finish();
    expect((await slow).text).toBe('slow');
    expect(await stopped).toEqual({ cut: false });
  });

  it('still answers for a while, and asks to come on another connection', async () => {
    const { graceful, ask } = await world({ acceptMs: 300 });
    expect((await ask('/')).connection).toBe('keep-alive');
    const stopped = graceful.stop();
    expect(await ask('/')).toEqual({ text: 'ok', connection: 'close' });
    expect(await stopped).toEqual({ cut: false });
  });

  it('breaks off what does not end in time', async () => {
    const { graceful, ask, slowArrived } = await world({ withinMs: 200 });
    const slow = ask('/slow').catch((error: unknown) => error);
    await slowArrived;
    expect(await graceful.stop()).toEqual({ cut: true });
    expect(await slow).toBeInstanceOf(Error);
  });

  it('does not wait for connections that are only kept', async () => {
    const { graceful, ask } = await world();
    await ask('/');
    expect(await graceful.stop()).toEqual({ cut: false });
  });

  it('tells who is being answered already to come on another connection', async () => {
    const { graceful, ask, finish, slowArrived } = await world({ acceptMs: 200 });
    const slow = ask('/slow');
    await slowArrived;
    const stopped = graceful.stop();
    finish();
    expect(await slow).toEqual({ text: 'slow', connection: 'close' });
    expect(await stopped).toEqual({ cut: false });
  });

  it('sends an answer to its last byte, however slowly it is read', async () => {
    const { graceful, readSlowly } = await world();
    const reading = await readSlowly();
    const stopped = graceful.stop();
    expect(await reading.goOn(1000)).toBeGreaterThan(LONG.length);
    expect(await stopped).toEqual({ cut: false });
  });

  it('lets in who connected while the process was held up', async () => {
    const { graceful, ask, port } = await world();
    await ask('/');
    const stopped = graceful.stop();
    const late = askAnew(port);
    process.nextTick(() => {
      const until = performance.now() + 20;
      while (performance.now() < until);
    });
    expect(await late).toBe('200');
    expect(await stopped).toEqual({ cut: false });
  });
});
