/** Makes a built tree the same for the same sources, wherever and whenever it was built. */
import { createHash } from 'node:crypto';
import { chmodSync, lutimesSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TEXT = /\.(js|mjs|cjs|json|html|txt|rsc|css)$/;

/**
 * - The folder of the sources gives way to the one in the image.
 * - The keys that a build makes up give way to keys made of the build's own id. They belong to features that the
 *   console does not have (preview mode, server actions), and keys in a published image are known to all anyway.
 * - Nobody may write to anything, and everything has the same time.
 */
export function normalise(root, { source, at, epochSeconds }) {
  const replacements = new Map([[source, at], ...keysOf(root)]);
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && TEXT.test(entry.name)) rewrite(path, replacements);
  }
  for (const entry of entries) {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isSymbolicLink()) chmodSync(path, entry.isDirectory() ? 0o755 : 0o644);
    lutimesSync(path, epochSeconds, epochSeconds);
  }
  chmodSync(root, 0o755);
  lutimesSync(root, epochSeconds, epochSeconds);
}

function rewrite(path, replacements) {
  const before = readFileSync(path, 'utf8');
  let after = before;
  for (const [from, to] of replacements) after = after.replaceAll(from, to);
  if (after !== before) writeFileSync(path, after);
}

/** The random keys of a build, each with what stands in for it. */
function keysOf(root) {
  const read = (...path) => JSON.parse(readFileSync(join(root, '.next', ...path), 'utf8'));
  const id = readFileSync(join(root, '.next', 'BUILD_ID'), 'utf8');
  const digest = (name) => createHash('sha256').update(`${id} ${name}`).digest();
  const preview = Object.entries(read('prerender-manifest.json').preview).map(([name, key]) => [
    key,
    digest(name).toString('hex').slice(0, key.length),
  ]);
  const { encryptionKey } = read('server', 'server-reference-manifest.json');
  return [...preview, [encryptionKey, digest('encryptionKey').toString('base64')]];
}
