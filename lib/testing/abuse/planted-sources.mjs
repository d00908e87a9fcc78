/** How tests get the product with a defect in it: the sources are edited on their way into the test. */
import { relative } from 'node:path';

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

/** The Vitest plugin. What an edited module imports of ours is another copy too, with the same edits. */
export function plantedSources(root) {
  return {
    name: 'planted-sources',
    enforce: 'pre',
    async resolveId(source, importer) {
      const from = importer === undefined ? null : partsOf(importer);
      if (from === null) return null;
      const found = await this.resolve(source, from.path, { skipSelf: true });
      if (found === null || found.external || found.id.includes('/node_modules/')) return found;
      return SOURCE.test(found.id) ? `${found.id}${QUERY}${from.plan}` : found;
    },
    transform(code, id) {
      const planted = partsOf(id);
      if (planted === null) return null;
      const edits = JSON.parse(Buffer.from(planted.plan, 'base64url').toString());
      return { code: edited(code, relative(root, planted.path), edits), map: null };
    },
  };
}
