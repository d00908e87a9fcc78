/** How tests get the product with a defect in it: the sources are edited on their way into the test. */
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

const QUERY = '?planted=';
const SOURCE = /\.tsx?$/;

/** What to import for a module with these edits in it, and in all that it imports. */
export function plantedId(path, edits) {
  return `${path}${QUERY}${Buffer.from(JSON.stringify(edits)).toString('base64url')}`;
}

function partsOf(id) {
  const at = id.indexOf(QUERY);
  return at === -1 ? null : { path: id.slice(0, at), plan: id.slice(at + QUERY.length) };
}

/** Makes the edits of one file. @throws when the text that an edit is about is not there exactly once */
export function edited(code, file, edits) {
  return edits
    .filter((edit) => edit.file === file)
    .reduce((text, { find, replace }) => {
      const pieces = text.split(find);
      if (pieces.length === 2) return pieces.join(replace);
      throw new Error(`${file} holds this ${pieces.length - 1} times, not once: ${find}`);
    }, code);
}

/** What a source imports, types apart. One that is found too much costs a copy and nothing else. */
const IMPORTS =
  /^(?:import|export)\s+(?!type\b)(?:[^'";]*?\bfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

export function importsOf(code) {
  return [...code.matchAll(IMPORTS)].map(([, named, dynamic]) => named ?? dynamic);
}

/** Tells which of our sources lead to which others, as far as anybody asked. */
function createImportGraph() {
  const known = new Map();

  async function importedBy(file, resolve) {
    const found = known.get(file) ?? (await findImports(file, resolve));
    known.set(file, found);
    return found;
  }

  return {
    forget: () => known.clear(),
    /** Whether a file is one of these, or imports one of them, however far away. */
    async reaches(file, wanted, resolve) {
      const seen = new Set([file]);
      for (const each of seen) {
        if (wanted.has(each)) return true;
        for (const next of await importedBy(each, resolve)) seen.add(next);
      }
      return false;
    },
  };
}

async function findImports(file, resolve) {
  const found = await Promise.all(
    importsOf(await readFile(file, 'utf8')).map((source) => resolve(source, file)),
  );
  return found.filter((each) => each !== null && isOurs(each)).map(({ id }) => id);
}

function isOurs({ id, external }) {
  return !external && SOURCE.test(id) && !id.includes('/node_modules/');
}

/**
 * The Vitest plugin. What an edited module is imported by is another copy too; what no edit touches is
 * the same for all, and is not read again.
 */
export function plantedSources(root) {
  const graph = createImportGraph();

  /** Vite names files of the repository as if its root were that of the disk. */
  const whole = (path) => (path.startsWith(root) ? path : join(root, path));

  /** The id of a file of ours where this plan is in force. */
  async function idUnder(plan, id, resolve) {
    const edited = new Set(editsOf(plan).map(({ file }) => join(root, file)));
    return (await graph.reaches(id, edited, resolve)) ? `${id}${QUERY}${plan}` : id;
  }

  return {
    name: 'planted-sources',
    enforce: 'pre',
    watchChange: () => graph.forget(),
    async resolveId(source, importer) {
      const resolve = (each, from) => this.resolve(each, from, { skipSelf: true });
      const entry = partsOf(source);
      if (entry !== null) return idUnder(entry.plan, whole(entry.path), resolve);
      const from = importer === undefined ? null : partsOf(importer);
      if (from === null) return null;
      const found = await resolve(source, from.path);
      if (found === null || !isOurs(found)) return found;
      return idUnder(from.plan, found.id, resolve);
    },
    transform(code, id) {
      const planted = partsOf(id);
      if (planted === null) return null;
      const file = relative(root, planted.path);
      return { code: edited(code, file, editsOf(planted.plan)), map: null };
    },
  };
}

function editsOf(plan) {
  return JSON.parse(Buffer.from(plan, 'base64url').toString());
}
