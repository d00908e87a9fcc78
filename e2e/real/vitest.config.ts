import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { sourceAliases } from '../../lib/testing/source-aliases';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = fileURLToPath(new URL('../..', import.meta.url));
const report = process.env['REAL_REPORT'];

/**
 * By name, but what only reads before what moves weights, for figures are compared over a window; and what
 * stops servers last, for a restarted Jaeger has forgotten its traces.
 */
const GROUPS = [/./u, /carriers|moved|steering|journey|rights/u, /recovery/u];

class ReadersFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const key = ({ moduleId }: TestSpecification) =>
      `${GROUPS.findLastIndex((group) => group.test(moduleId.split('/').at(-1) ?? ''))} ${moduleId}`;
    return Promise.resolve(files.toSorted((a, b) => key(a).localeCompare(key(b))));
  }
}

// eslint-disable-next-line import/no-default-export -- Vitest reads it.
export default defineConfig({
  root,
  resolve: { alias: sourceAliases },
  test: {
    include: ['e2e/real/suite/**/*.real.test.ts'],
    // One after the other: they share servers, and some of them stop one.
    fileParallelism: false,
    retry: process.env['CI'] === undefined ? 0 : 1,
    sequence: { sequencer: ReadersFirst },
    testTimeout: 60_000,
    hookTimeout: 180_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
