import { graphSchema } from '@/lib/contract/graph';
import type * as clockWarningsModule from '@/lib/server/clock-warnings';
import { attackedRoutes, type AttackedRoutes } from '@/lib/server/testing/attacked-routes';
import { fakeMesh } from '@/lib/server/testing/fake-mesh';
import { fakePrometheus } from '@/lib/server/testing/fake-prometheus';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';
import type * as sourceClocksModule from '@/lib/upstream/source-clocks';

const GRAPH = '/api/v1/graph';
const NOW = Date.UTC(2026, 10, 30, 12, 0, 0);

interface Clocks {
  readonly create: (typeof sourceClocksModule)['createSourceClocks'];
  readonly warn: (typeof clockWarningsModule)['clockWarnings'];
  readonly routesWith: (skewMs: number) => Promise<AttackedRoutes>;
}

const [MINUTE, DAY] = [60_000, 86_400_000];

/** How far the clock of Prometheus is ahead of the console's. */
const OFFSETS = [10 * MINUTE, -10 * MINUTE, DAY, -DAY, 45_000];

/** What its answers say of the time, with one that was long under way and some that say nothing. */
function clocksAt({ create }: Clocks, offset: number) {
  const clocks = create(() => NOW);
  const date = (ms: number) => new Date(ms).toUTCString();
  for (let answer = 0; answer < 8; answer += 1) clocks.notice('prometheus', date(NOW + offset));
  clocks.notice('prometheus', undefined);
  for (let answer = 0; answer < 12; answer += 1) clocks.notice('prometheus', 'no date');
  clocks.notice('prometheus', date(NOW + offset - 30 * MINUTE));
  return clocks;
}

async function wrongAt(product: Clocks, offset: number): Promise<string | null> {
  const clocks = clocksAt(product, offset);
  const skewMs = clocks.skewMs('prometheus');
  if (!(Math.abs(skewMs - offset) <= 1000)) return `taken for ${skewMs}`;
  if (product.warn(clocks).length !== 1) return 'nobody is told';
  const answer = await (await product.routesWith(skewMs)).get(GRAPH, '');
  const { at } = graphSchema.parse(await answer.json());
  const apart = Math.abs(at - (NOW + offset));
  return apart <= 6_000 ? null : `figures are of ${apart} ms apart from what Prometheus holds`;
}

const CLOCKS = 'lib/upstream/source-clocks.ts';

describeAbuse<Clocks>('T34: clocks that are off', {
  async product(load) {
    const { createSourceClocks } = await load<typeof sourceClocksModule>(CLOCKS);
    const { clockWarnings } = await load<typeof clockWarningsModule>(
      'lib/server/clock-warnings.ts',
    );
    return {
      create: createSourceClocks,
      warn: clockWarnings,
      routesWith: (skewMs) =>
        attackedRoutes(load, [GRAPH], {
          upstreams: { prometheus: fakePrometheus() },
          meshes: [fakeMesh({ nodes: [], edges: [] }, ['rates'])],
          now: () => NOW,
          skewMs,
        }),
    };
  },
  async works(product) {
    const clocks = product.create(() => NOW);
    clocks.notice('prometheus', new Date(NOW).toUTCString());
    if (clocks.skewMs('prometheus') !== 0) throw new Error('a clock that is right is off');
    const answer = await (await product.routesWith(0)).get(GRAPH, '');
    if (answer.status !== 200) throw new Error('there is no graph');
  },
  attack: (product) => tryEach(OFFSETS, (offset) => wrongAt(product, offset)),
  atLeast: 5,
  defects: [
    edit(
      'the clock of Prometheus',
      'lib/server/runtime.ts',
      "now() + clocks.skewMs('prometheus')",
      'now()',
    ),
    edit(
      'a middle of several answers',
      CLOCKS,
      'median(seen.get(upstream) ?? [])',
      'seen.get(upstream)?.at(-1)',
    ),
    edit(
      'a look at what is no date',
      CLOCKS,
      'if (Number.isNaN(told)) return',
      'if (told === 0) return',
    ),
    edit(
      'a word for it',
      'lib/server/clock-warnings.ts',
      'if (off === null) return []',
      'if (off !== source) return []',
    ),
  ],
});
