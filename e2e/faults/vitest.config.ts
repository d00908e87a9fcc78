import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { sourceAliases } from '../../lib/testing/source-aliases';

const root = fileURLToPath(new URL('../..', import.meta.url));
const report = process.env['FAULTS_REPORT'];

// eslint-disable-next-line import/no-default-export -- Vitest reads it.
export default defineConfig({
  root,
  resolve: { alias: sourceAliases },
  test: {
    include: ['e2e/faults/**/*.faults.test.ts'],
    // They measure, so nothing else may run beside them.
    fileParallelism: false,
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
