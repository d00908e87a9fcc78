/**
 * `npm run test:faults`: the built console under faults, load and signals, on the demo mesh. Prints a line
 * `figure …` for each figure of docs/reliability.md, and ends with `N passed, N failed`.
 *
 *     npm run test:faults                the short form, about two minutes
 *     npm run test:faults -- --long      500 viewers, 1,000 rounds of editors, 100,000 requests, 20 minutes of load
 *     npm run test:faults -- stop        only the files whose name has `stop` in it
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild, ensureDependencies, ensureNode, ROOT } from '../../deploy/prepare.mjs';
import { countVitest } from '../count-results.mjs';

const args = process.argv.slice(2);
ensureNode();
ensureDependencies();
ensureBuild();

const folder = mkdtempSync(join(tmpdir(), 'alidade-faults-'));
const report = join(folder, 'report.json');
const { status } = spawnSync(
  'npx',
  [
    'vitest',
    'run',
    '--config',
    'e2e/faults/vitest.config.ts',
    ...args.filter((a) => a !== '--long'),
  ],
  {
    cwd: ROOT,
    stdio: 'inherit',
    env: {
      ...process.env,
      FAULTS_REPORT: report,
      FAULTS_FORM: args.includes('--long') ? 'long' : 'short',
    },
  },
);
const counted = countVitest(
  existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined,
);
rmSync(folder, { recursive: true, force: true });
const failed = status !== 0 && counted.failed === 0 ? 1 : counted.failed;
console.log(`\n${counted.passed} passed, ${failed} failed`);
process.exitCode = status ?? 1;
