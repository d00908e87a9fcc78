import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = fileURLToPath(new URL('../..', import.meta.url));
const report = process.env['REAL_REPORT'];

/** By name, but what stops servers last: a restarted Jaeger has forgotten its traces. */
class RecoveryLast extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const key = ({ moduleId }: TestSpecification) =>
      `${moduleId.includes('recovery') ? 1 : 0} ${moduleId}`;
    return Promise.resolve(files.toSorted((a, b) => key(a).localeCompare(key(b))));
  }
}

// eslint-disable-next-line import/no-default-export -- Vitest reads it.
export default defineConfig({
  root,
  resolve: {
    alias: {
      '@': root.replace(/\/$/, ''),
      'server-only': `${root}node_modules/next/dist/compiled/server-only/empty.js`,
    },
  },
  test: {
    include: ['e2e/real/suite/**/*.real.test.ts'],
    // Needs objects of every carrier; this world has those of one mesh for now (docs/roadmap.md).
    exclude: ['e2e/real/suite/rights.real.test.ts'],
    // One after the other: they share servers, and some of them stop one.
    fileParallelism: false,
    sequence: { sequencer: RecoveryLast },
    testTimeout: 60_000,
    hookTimeout: 180_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
