import { describe, expect, it } from 'vitest';
import type * as renewalsModule from '@/lib/server/access/renewals';
import type * as answerCacheModule from '@/lib/server/cache/answer-cache';
import type * as sharedWorkModule from '@/lib/server/cache/shared-work';
import { describeAbuse, edit, tryEach, type Load } from '@/lib/testing/abuse/abuse';
import { sourceOf } from '@/lib/testing/own-patterns';
import type * as singleFlightModule from '@/lib/upstream/single-flight';

const never = new AbortController().signal;
const CACHE = 'lib/server/cache/answer-cache.ts';
const MAX_BYTES = 100_000;

/** Questions that nobody asks twice: how many, how long each is, and how large what is kept of its answer. */
const FLOODS = [
  { asked: 8_000, keyLength: 20, size: 0 },
  { asked: 5_000, keyLength: 20, size: 100 },
  { asked: 1_000, keyLength: 2_000, size: 1 },
  { asked: 50, keyLength: 30_000, size: 0 },
  { asked: 50, keyLength: 20, size: 30_000 },
  { asked: 20, keyLength: 20, size: 90_000 },
  { asked: 5, keyLength: 20, size: 50_000_000 },
  { asked: 2_000, keyLength: 20, size: 0.001 },
];
type Flood = (typeof FLOODS)[number];

function cacheOf({ createAnswerCache }: typeof answerCacheModule) {
  return createAnswerCache<number>({
    ...{ name: 'flood', maxBytes: MAX_BYTES, staleMs: 1e9, now: () => 0 },
    ...{ sizeOf: (size) => size, isOutage: () => false, observe: () => undefined },
  });
}

/** How many bytes of keys and answers are held once all these questions were asked. */
async function heldAfter(product: typeof answerCacheModule, flood: Flood): Promise<number> {
  const cache = cacheOf(product);
  const { asked, keyLength, size } = flood;
  const keys = Array.from({ length: asked }, (_, i) => String(i).padEnd(keyLength, 'x'));
  for (const key of keys) await cache.get(key, 1e9, never, () => Promise.resolve(size));
  let held = 0;
  // The newest first: asking for one that was forgotten must not push out one that is still to be counted.
  for (const key of keys.toReversed()) {
    const found = await cache
      .get(key, 1e9, never, () => Promise.reject(new Error('not held')))
      .catch(() => null);
    if (found !== null) held += Math.max(1, key.length + Math.ceil(size));
  }
  return held;
}

describeAbuse<typeof answerCacheModule>('T28: questions without end, each another', {
  product: (load) => load<typeof answerCacheModule>(CACHE),
  async works(product) {
    const held = await heldAfter(product, { asked: 100, keyLength: 10, size: 10 });
    if (held !== 2_000) throw new Error(`of 100 answers ${held} bytes are held`);
  },
  attack: (product) =>
    tryEach(FLOODS, async (flood) => {
      const held = await heldAfter(product, flood);
      return held > MAX_BYTES ? `${held} bytes are held` : null;
    }),
  atLeast: 8,
  defects: [
    edit('a most of bytes', CACHE, 'maxSize: maxBytes', 'maxSize: 1e12'),
    edit('keys that are counted', CACHE, ' + key.length', ''),
    edit(
      'a most for one answer',
      CACHE,
      'maxSize: maxBytes,\n    maxEntrySize: Math.ceil(maxBytes / 2)',
      'maxSize: 1e12,\n    maxEntrySize: 1e12',
    ),
    edit(
      'answers that are counted',
      CACHE,
      'Math.ceil(sizeOf(value))',
      'Math.ceil(sizeOf(value) * 0)',
    ),
  ],
});

interface InFlight {
  readonly shared: typeof sharedWorkModule;
  readonly flights: typeof singleFlightModule;
  readonly renewals: typeof renewalsModule;
}

/** What is under way, or was a moment ago: how often the same is started again, of so many that were. */
const WAYS: readonly (readonly [string, number, (product: InFlight) => Promise<number>])[] = [
  [
    'shared work',
    0,
    async ({ shared }) => {
      const work = shared.createSharedWork<number>();
      return joinedOf((key, start) => work.run(key, never, start));
    },
  ],
  [
    'shared work that fails',
    0,
    async ({ shared }) => {
      const work = shared.createSharedWork<number>();
      return joinedOf((key, start) =>
        work.run(key, never, async () => {
          await start();
          throw new Error('down');
        }),
      );
    },
  ],
  [
    'calls to Prometheus',
    0,
    async ({ flights }) => {
      const flight = flights.createSingleFlight<number>();
      return joinedOf((key, start) => flight.run(key, never, start));
    },
  ],
  [
    'renewals of sessions',
    1_000,
    async ({ renewals }) => {
      const known = renewals.createRenewals(() => 0);
      return joinedOf(async (key, start) =>
        known.run(key, async () => {
          await start();
          return { sealed: '', name: '', expiresAt: 0, renewAt: null };
        }),
      );
    },
  ],
];

const STARTED = 3_000;

/** How many of many are still known when they are over. */
async function joinedOf(
  run: (key: string, start: () => Promise<number>) => Promise<unknown>,
): Promise<number> {
  const once = async (i: number) => {
    let started = 0;
    await run(`key ${i}`, () => Promise.resolve((started += 1))).catch(() => undefined);
    return started;
  };
  for (let i = 0; i < STARTED; i += 1) await once(i);
  let joined = 0;
  for (let i = STARTED - 1; i >= 0; i -= 1) if ((await once(i)) === 0) joined += 1;
  return joined;
}

const loadInFlight = async (load: Load): Promise<InFlight> => ({
  shared: await load('lib/server/cache/shared-work.ts'),
  flights: await load('lib/upstream/single-flight.ts'),
  renewals: await load('lib/server/access/renewals.ts'),
});

describeAbuse<InFlight>('T28: work without end, each another', {
  product: loadInFlight,
  async works({ shared }) {
    const work = shared.createSharedWork<number>();
    if ((await work.run('a', never, () => Promise.resolve(7))) !== 7)
      throw new Error('nothing is done');
  },
  attack: (product) =>
    tryEach(WAYS, async ([, most, count]) => {
      const joined = await count(product);
      return joined > most ? `${joined} are still held` : null;
    }),
  atLeast: 4,
  defects: [
    edit(
      'an end of shared work',
      'lib/server/cache/shared-work.ts',
      'if (flights.get(key) === flight) flights.delete(key);\n    });\n    // Everybody',
      '// kept\n    });\n    // Everybody',
    ),
    {
      without: 'an end of calls',
      edits: [
        {
          file: 'lib/upstream/single-flight.ts',
          find: 'if (flights.get(key) === flight) flights.delete(key);',
          replace: 'if (flights.get(key) !== flight) flights.delete(key);',
        },
      ],
    },
    edit('a most of renewals', 'lib/server/access/renewals.ts', 'max: MAX_KEPT', 'max: 1e6'),
  ],
});

describe('T28: all caches together', () => {
  /** Mebibytes that the source gives to its caches. */
  const given = (text: string) =>
    [...text.matchAll(/: cache\('[a-z-]+', (\d+),/g)].map(([, mib]) => Number(mib));

  it('hold no more than is said', () => {
    const text = sourceOf('lib/server/caches.ts');
    const said = Number(/all together hold at most (\d+) MiB/.exec(text)?.[1]);
    expect(given(text)).toHaveLength(text.split('AnswerCache<').length - 2);
    expect(given(text).reduce((sum, mib) => sum + mib, 0)).toBe(said);
  });
});
