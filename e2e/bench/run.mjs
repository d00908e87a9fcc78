/**
 * `npm run bench`: installs and builds what is missing, then measures (see main.ts).
 * `npm run bench -- frames layout` measures only those parts.
 */
import { spawnSync } from 'node:child_process';
import {
  ensureBrowser,
  ensureBuild,
  ensureDependencies,
  ensureNode,
  ROOT,
} from '../../deploy/prepare.mjs';
import { buildPart } from '../real/build-parts.mjs';

ensureNode();
ensureDependencies();
ensureBrowser();
buildPart('prometheus');
ensureBuild();
const { status } = spawnSync(
  process.execPath,
  ['--conditions=react-server', '--import', 'tsx', 'e2e/bench/main.ts', ...process.argv.slice(2)],
  { cwd: ROOT, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
