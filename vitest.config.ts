import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { plantedSources } from './lib/testing/abuse/planted-sources.mjs';
import { sourceAliases as alias } from './lib/testing/source-aliases';

const root = fileURLToPath(new URL('.', import.meta.url));

// One that fails on a busy machine is tried once more where all is run, and named in the report.
const retry = process.env['CI'] === undefined ? 0 : 1;

export default defineConfig({
  resolve: { alias },
  test: {
    // One beside the process that transforms sources would leave a core idle where there are two.
    maxWorkers: '100%',
    projects: [
      {
        plugins: [plantedSources(root)],
        resolve: { alias },
        test: {
          name: 'lib',
          // A busy machine is slow, not wrong.
          testTimeout: 20_000,
          retry,
          hookTimeout: 60_000,
          environment: 'node',
          include: ['{lib,demo,app,deploy,e2e}/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'e2e/real/suite/**', '**/*.faults.test.ts'],
          setupFiles: ['lib/testing/setup-properties.ts'],
          env: { TZ: 'America/Los_Angeles' },
        },
      },
      {
        plugins: [react()],
        resolve: { alias },
        test: {
          name: 'components',
          testTimeout: 20_000,
          retry,
          environment: 'jsdom',
          include: ['{components,app,lib}/**/*.test.tsx'],
          setupFiles: ['lib/testing/setup-properties.ts', 'lib/testing/setup-dom.ts'],
          env: { TZ: 'America/Los_Angeles' },
        },
      },
    ],
  },
});
