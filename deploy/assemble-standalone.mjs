/**
 * Completes what `next build` leaves in .next/standalone, so that `node .next/standalone/server.js`
 * serves the whole console: puts the static files beside the server, makes it listen where HOST and PORT say,
 * and removes sources, which a path that is only known at run time draws in.
 */
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './prepare.mjs';

const MARK = '// Where the console listens.';

// Next's server reads HOSTNAME, which container runtimes set to the name of the container.
const PROLOGUE = `${MARK}
process.env.HOSTNAME = process.env.HOST || '127.0.0.1';
process.env.PORT ||= '20002';
// Next closes its server at the first signal, before anybody can see that it is not ready: lib/server/start.ts.
process.env.NEXT_MANUAL_SIG_HANDLE = 'true';
// Proxies keep idle connections for a minute; Node ends them after five seconds, perhaps under a request.
process.env.KEEP_ALIVE_TIMEOUT ||= '75000';
`;

const BELONGS = new Set([
  '.next',
  'built-from',
  'node_modules',
  'package.json',
  'public',
  'server.js',
]);

/** Completes the build of the repository at this root. Doing it twice changes nothing. */
export function assemble(root = ROOT) {
  const standalone = join(root, '.next', 'standalone');
  const server = join(standalone, 'server.js');
  if (!existsSync(server)) throw new Error(`${server} is missing: run "next build" first`);
  for (const name of readdirSync(standalone).filter((each) => !BELONGS.has(each))) {
    rmSync(join(standalone, name), { recursive: true });
  }
  cpSync(join(root, '.next', 'static'), join(standalone, '.next', 'static'), { recursive: true });
  if (existsSync(join(root, 'public'))) {
    cpSync(join(root, 'public'), join(standalone, 'public'), { recursive: true });
  }
  const code = readFileSync(server, 'utf8');
  if (!code.startsWith(MARK)) writeFileSync(server, PROLOGUE + code);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) assemble();
