import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { epochMs } from '@/lib/domain/units';
import { differs, equals, noneOf, oneOf, selector, startsWith } from '@/lib/domain/promql';
import { hostileTexts } from '@/lib/testing/abuse/hostile-text';
import { createPrometheusClient, type PrometheusClient } from '@/lib/upstream/prometheus/client';
import { remoteWrite } from '../world/remote-write';
import { readWorld } from '../world/world';

const { writtenPrometheusUrl: url } = readWorld();
const never = new AbortController().signal;

/** What can be a label value at all, and not the empty one, which is no label. */
const TEXTS = [...new Set(hostileTexts(1500))].filter(
  (text) => text !== '' && !/\p{Surrogate}/u.test(text),
);

const parsedSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    type: z.literal('vectorSelector'),
    matchers: z.array(z.object({ name: z.string(), type: z.string(), value: z.string() })),
  }),
});

/** What a real Prometheus reads in an expression. */
async function parsedBy(query: string) {
  const response = await fetch(`${url}/api/v1/parse_query`, {
    method: 'POST',
    body: new URLSearchParams({ query }),
  });
  return parsedSchema.parse(await response.json()).data.matchers;
}

describe('a hostile name', () => {
  it('is one matcher with exactly that value to the parser of Prometheus', async () => {
    for (const text of TEXTS) {
      const matchers = await parsedBy(selector('m', [equals('a', text), differs('b', text)]));
      expect(matchers).toEqual([
        { name: 'a', type: '=', value: text },
        { name: 'b', type: '!=', value: text },
        { name: '__name__', type: '=', value: 'm' },
      ]);
    }
  });
});

describe('a hostile name in a pattern', () => {
  const METRIC = 'hostile_names';
  const SOME = TEXTS.slice(0, 400);
  const NOW_MS = Date.now();
  let client: PrometheusClient;

  beforeAll(async () => {
    const labels = (text: string) => ({ __name__: METRIC, name: text });
    await remoteWrite(
      url,
      SOME.map((text) => ({ labels: labels(text), samples: [[NOW_MS, 1]] })),
    );
    client = createPrometheusClient({ baseUrl: url, timeoutMs: 60_000 });
    return () => client.close();
  });

  async function selected(matcher: ReturnType<typeof equals>): Promise<readonly string[]> {
    const { samples } = await client.instant(selector(METRIC, [matcher]), epochMs(NOW_MS), never);
    return samples.map(({ labels }) => labels.get('name') ?? '').toSorted();
  }

  it('selects what it is, and nothing else', async () => {
    for (const [i, text] of SOME.entries()) {
      const pair = [text, SOME[(i * 7 + 3) % SOME.length] ?? text];
      expect(await selected(oneOf('name', pair))).toEqual([...new Set(pair)].toSorted());
    }
  });

  it('is left out alone', async () => {
    const names = SOME.slice(0, 60);
    const rest = SOME.filter((text) => !names.includes(text)).toSorted();
    expect(await selected(noneOf('name', names))).toEqual(rest);
  });

  it('is a prefix to the letter', async () => {
    for (const text of SOME.slice(0, 120)) {
      const meant = SOME.filter((other) => other.startsWith(text)).toSorted();
      expect(await selected(startsWith('name', text))).toEqual(meant);
    }
  });
});
