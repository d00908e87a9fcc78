/**
 * `npm test`: gets what the tests need, runs the unit tests, builds the console and runs the browser
 * tests on it. Ends with `N passed, N failed` over both, and the exit code of the step that failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ensureBrowser,
  ensureBuild,
  ensureDependencies,
  ensureNode,
  ROOT,
} from '../deploy/prepare.mjs';
import { countPlaywright, countVitest } from './count-results.mjs';

const folder = mkdtempSync(join(tmpdir(), 'alidade-tests-'));
const total = { passed: 0, failed: 0 };
let exitCode = 0;

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** Runs a test runner, and counts what its report says. A runner without a report failed once. */
function runTests(title, args, report, count, env = {}) {
  console.log(`\n${title}\n> npx ${args.join(' ')}`);
  const options = { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } };
  const status = spawnSync('npx', args, options).status ?? 1;
  const { passed, failed } = count(readReport(report));
  total.passed += passed;
  total.failed += status !== 0 && failed === 0 ? 1 : failed;
  if (exitCode === 0) exitCode = status;
}

/** Does what the next steps need; they are left out when it cannot be done. */
function prepare(title, steps) {
  console.log(`\n${title}`);
  try {
    for (const step of steps) step();
    return true;
  } catch (error) {
    console.error(error.message);
    total.failed += 1;
    exitCode ||= 1;
    return false;
  }
}

if (prepare('Dependencies and browser', [ensureNode, ensureDependencies, ensureBrowser])) {
  const unit = join(folder, 'unit.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${unit}`];
  runTests('Unit tests', ['vitest', 'run', ...reporters], unit, countVitest);
  if (prepare('Build of the console', [ensureBuild])) {
    const browser = join(folder, 'browser.json');
    runTests(
      'Browser tests',
      ['playwright', 'test', '--reporter=list,json'],
      browser,
      countPlaywright,
      {
        PLAYWRIGHT_JSON_OUTPUT_FILE: browser,
      },
    );
  }
}

rmSync(folder, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = exitCode;
