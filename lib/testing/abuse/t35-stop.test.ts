import { setTimeout as wait } from 'node:timers/promises';
import type * as gracefulStopModule from '@/lib/server/graceful-stop';
import type * as lifecycleModule from '@/lib/server/lifecycle';
import { askAnew, LONG, stoppingServer, type Stopping } from '@/lib/server/testing/stopping-server';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';

type World = Awaited<ReturnType<typeof stoppingServer>>;

interface Caller {
  readonly who: string;
  readonly limits?: { readonly acceptMs?: number; readonly withinMs?: number };
  /** What went wrong for this caller at a stop; null when nothing did. */
  readonly suffers: (world: World) => Promise<string | null>;
}

/** A stop that lasts longer does not end by itself. */
const NEVER_MS = 1_500;

/** As long as a connection takes to be found quiet, and more. */
const PAUSE_MS = 800;

const words = (promise: Promise<unknown>) =>
  promise.then(
    (value) => JSON.stringify(value),
    (error: unknown) => String(error),
  );

const unless = (said: string, meant: string) => (said === meant ? null : said);

const CALLERS: readonly Caller[] = [
  {
    who: 'who is being answered',
    async suffers({ ask, slowArrived, graceful, finish }) {
      const slow = words(ask('/slow'));
      await slowArrived;
      const stopped = graceful.stop();
      await wait(PAUSE_MS);
      finish();
      await stopped;
      return unless(await slow, '{"text":"slow","connection":"close"}');
    },
  },
  {
    who: 'who reads slowly',
    async suffers({ readSlowly, graceful }) {
      const reading = await readSlowly();
      const stopped = graceful.stop();
      const bytes = await reading.goOn(PAUSE_MS);
      await stopped;
      return bytes > LONG.length ? null : `${bytes} bytes came`;
    },
  },
  {
    who: 'who comes before it is known that the console stops',
    limits: { acceptMs: 300 },
    async suffers({ ask, graceful }) {
      await ask('/');
      const stopped = graceful.stop();
      await wait(50);
      const said = await words(ask('/'));
      await stopped;
      return unless(said, '{"text":"ok","connection":"close"}');
    },
  },
  {
    who: 'who comes for the first time before it is known',
    limits: { acceptMs: 300 },
    async suffers({ ask, graceful, port }) {
      await ask('/');
      const stopped = graceful.stop();
      await wait(50);
      const said = await askAnew(port);
      await stopped;
      return unless(said, '200');
    },
  },
  {
    who: 'who connected while the process was held up',
    async suffers({ ask, graceful, port }) {
      await ask('/');
      const stopped = graceful.stop();
      const late = askAnew(port);
      process.nextTick(() => {
        const until = performance.now() + 20;
        while (performance.now() < until);
      });
      const said = await late;
      await stopped;
      return unless(said, '200');
    },
  },
  {
    who: 'who waits for the end while somebody else is never answered',
    limits: { withinMs: 200 },
    async suffers({ ask, slowArrived, graceful }) {
      void words(ask('/slow'));
      await slowArrived;
      const ended = await Promise.race([graceful.stop(), wait(NEVER_MS, null)]);
      return ended === null ? 'it did not end' : null;
    },
  },
];

const STOP = 'lib/server/graceful-stop.ts';

describeAbuse<Stopping>('T35: a stop under load', {
  product: async (load) => ({
    ...(await load<typeof gracefulStopModule>(STOP)),
    ...(await load<typeof lifecycleModule>('lib/server/lifecycle.ts')),
  }),
  async works(stopping) {
    const world = await stoppingServer(stopping, {});
    try {
      if ((await world.ask('/')).text !== 'ok') throw new Error('nothing is answered');
    } finally {
      world.end();
    }
  },
  attack: (stopping) =>
    tryEach(CALLERS, async ({ limits, suffers }) => {
      const world = await stoppingServer(stopping, limits ?? {});
      try {
        return await suffers(world);
      } finally {
        world.end();
      }
    }),
  atLeast: 6,
  defects: [
    edit(
      'care for who is being answered',
      STOP,
      'underWay.size === 0 && ',
      'underWay.size >= 0 && ',
    ),
    edit(
      'care for what is not sent yet',
      STOP,
      'NetServer.prototype.close.call(server, ',
      'server.close(',
    ),
    edit('a time in which it still accepts', STOP, '  await wait(acceptMs);\n', ''),
    edit('a look for who is waiting', STOP, '  await nobodyWaits(known);\n', ''),
    edit('an end to its patience', STOP, 'socket.destroy();\n  }, withinMs', '{}\n  }, withinMs'),
    edit(
      'a word that the connection is over',
      STOP,
      'if (options.lifecycle.isDraining()) response',
      'if (!options.lifecycle) response',
    ),
  ],
});
