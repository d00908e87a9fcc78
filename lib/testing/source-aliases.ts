import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** How test runners resolve what the bundler of the console does: our own paths, and the mark of server code. */
export const sourceAliases = {
  '@': root,
  // The real package throws outside a server bundle.
  'server-only': `${root}/node_modules/next/dist/compiled/server-only/empty.js`,
};
