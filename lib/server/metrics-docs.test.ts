import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMetrics } from '@/lib/server/metrics';

interface Described {
  readonly name: string;
  readonly type: string;
  readonly labels: readonly string[];
}

const byName = (a: Described, b: Described) => a.name.localeCompare(b.name);

function documented(): Described[] {
  const page = readFileSync('docs/metrics.md', 'utf8');
  return [...page.matchAll(/^\| `(\w+)` *\| (\w+) *\| ([^|]*)\|/gm)]
    .map(([, name = '', type = '', labels = '']) => ({
      ...{ name, type },
      labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label).toSorted(),
    }))
    .toSorted(byName);
}

/** Every metric once, so that each has a series whose labels can be read. */
async function exposed(): Promise<Described[]> {
  const metrics = createMetrics({ withProcess: false });
  metrics.request('/test', 'GET', 200, 0.1);
  metrics.upstreamCall({ upstream: 'prometheus', outcome: 'ok', seconds: 0.1 });
  metrics.cache('bodies', 'hit');
  metrics.write('applied');
  metrics.queriesInFlight(1);
  const { text } = await metrics.expose();
  return [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)]
    .map(([, name = '', type = '']) => ({ name, type, labels: labelsOf(name, text) }))
    .toSorted(byName);
}

function labelsOf(name: string, text: string): string[] {
  const labels = new RegExp(`^${name}(?:_bucket|_sum|_count)?\\{(.*)\\} `, 'm').exec(text)?.[1];
  const names = [...(labels ?? '').matchAll(/(\w+)="/g)].map(([, label = '']) => label);
  return names.filter((label) => label !== 'le').toSorted();
}

describe('docs/metrics.md', () => {
  it('describes exactly the metrics of the server, with their types and labels', async () => {
    const [told, real] = [documented(), await exposed()];
    expect(real.length).toBeGreaterThan(4);
    expect(told).toEqual(real);
  });
});
