import { OPERATIONS } from '@/lib/contract/openapi';

/** Good values of parameters, by their name; of those that are not named, none is known. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

const KNOWN: KnownValues = {
  namespaces: ['shop', 'shop,bank', ''],
  window: ['60s', '5m', '1h'],
  at: [String(Math.floor(Date.now() / 1000) - 60)],
  view: ['workload', 'service', 'app'],
  direction: ['inbound', 'outbound'],
  step: ['15s', '60'],
  from: ['now-1h', String(Math.floor(Date.now() / 1000) - 600)],
  to: ['now'],
  limit: ['1', '20'],
  errors: ['true'],
  service: ['orders.shop'],
};

const HOSTILE: readonly string[] = [
  ...[
    '-1',
    '0',
    '1e309',
    'NaN',
    'now',
    '99999999999',
    '"} or up{',
    '../..',
    '%00',
    '%ff',
    '\u202e',
  ],
  ...['a'.repeat(3000), '__proto__', '[]', '{"a":1}', '1;2', 'é', ' ', '', 'a/b/c/d'],
];

const KEYS = ['__proto__', 'constructor', 'namespaces[]', 'url', 'x'.repeat(300)];

const READS = OPERATIONS.filter(({ method }) => method === 'get');

/** Reads whose path has no part that changes. */
export const PLAIN_READS = READS.filter(({ path }) => !path.includes('{'));

/**
 * Makes addresses of reads, of every route of the API's own document: about half of what they hold is as it
 * should be, so that what lies behind the first check is asked too.
 *
 * @param random Gives numbers in [0, 1).
 */
export function randomQuestions(
  random: () => number,
  more: KnownValues = {},
  operations = READS,
): () => string {
  const [first] = operations;
  if (first === undefined) throw new Error('there is nothing to ask');
  const known = { ...KNOWN, ...more };
  const chance = (share: number) => random() < share;
  const pick = <T>(list: readonly T[], otherwise: T) =>
    list[Math.floor(random() * list.length)] ?? otherwise;
  const valueOf = (name: string) =>
    chance(0.6) ? pick(known[name] ?? HOSTILE, '') : pick(HOSTILE, '');
  // Now and then as it is, not written as an address asks for.
  const written = (value: string) =>
    chance(0.1) && !/[^!-~]|[#?]/.test(value) ? value : encodeURIComponent(value);
  return () => {
    const { path, query } = pick(operations, first);
    const names = query === undefined ? [] : Object.keys(query.shape);
    const asked = names.filter(() => chance(0.5));
    if (chance(0.1)) asked.push(pick(KEYS, 'x'));
    if (chance(0.05)) asked.push(...asked.slice(0, 1));
    const pairs = asked.map((name) => `${written(name)}=${written(valueOf(name))}`);
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
      written(valueOf(`${path} ${name}`)),
    );
    return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`;
  };
}
