/**
 * `npm run real`: runs the console against a real Prometheus, a real Jaeger and a real Kubernetes API, fed by
 * the demo mesh, and tests it there. What is missing is installed or built first; the servers are built once
 * and kept (see build-parts.mjs). Needs Go 1.26 or newer for that first time.
 *
 *     npm run real                       everything
 *     npm run real -- figures            only the suites whose file name has `figures` in it
 *     npm run real -- --server FILE      with the `server.js` of a build that is elsewhere
 *     npm run real -- --keep             keep the folders and logs of the servers
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ensureBrowser,
  ensureBuild,
  ensureDependencies,
  ensureNode,
  ROOT,
  SERVER,
} from '../../deploy/prepare.mjs';
import { countVitest } from '../count-results.mjs';
import { buildImage } from './build-image.mjs';
import { buildPart, moduleFile } from './build-parts.mjs';

const args = process.argv.slice(2);
let image = '';

try {
  ensureNode();
  ensureDependencies();
  ensureBrowser();
  const servers = ['etcd', 'kube-apiserver', 'prometheus', 'jaeger', 'envoy'];
  for (const part of [...servers, 'helm', 'kubectl']) buildPart(part);
  moduleFile('servicemonitors.yaml');
  image = buildImage();
  if (!args.includes('--server')) ensureBuild();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'alidade-real-report-'));
const report = join(folder, 'report.json');
const server = args.includes('--server') ? [] : ['--server', SERVER];
const child = spawn(
  process.execPath,
  [
    ...['--conditions=react-server', '--import', 'tsx', 'e2e/real/world/main.ts'],
    ...['--image', image, ...server, ...args],
  ],
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, REAL_REPORT: report } },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  const status = code ?? 1;
  const counted = countVitest(
    existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined,
  );
  const failed = status !== 0 && counted.failed === 0 ? 1 : counted.failed;
  rmSync(folder, { recursive: true, force: true });
  console.log(`\n${counted.passed} passed, ${failed} failed`);
  process.exitCode = status;
});
