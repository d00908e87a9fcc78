import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));
const report = process.env['REAL_REPORT'];

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
    testTimeout: 60_000,
    hookTimeout: 180_000,
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
  },
});
