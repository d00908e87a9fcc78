/** What the console is made of: the packages of the lock file that it ships, as a bill of materials and their licences. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The packages that are shipped, by name. Left out are those for development, and the optional ones: they are
 * compilers and image libraries of other packages, which the image does not hold.
 */
export function shippedPackages(lock) {
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional && !entry.optional)
    .map(([path, entry]) => ({
      path,
      name: entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: entry.version,
      licence: entry.license,
      integrity: entry.integrity,
      hasInstallScript: entry.hasInstallScript === true,
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** The bill of materials (CycloneDX 1.5) and the licence texts of a source folder with its node_modules. */
export function materials(source) {
  const { name, version, license } = readJson(join(source, 'package.json'));
  const packages = shippedPackages(readJson(join(source, 'package-lock.json')));
  const bom = billOfMaterials({ name, version, licence: license }, packages);
  return { bom, licences: licenceTexts(source, packages) };
}

/** https://cyclonedx.org/docs/1.5/json/ . It has no time and no random number: the same sources give the same bill. */
function billOfMaterials(product, packages) {
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { type: 'application', ...described(product) } },
    components: packages.map((each) => ({
      type: 'library',
      ...described(each),
      ...(each.integrity && { hashes: [hashOf(each.integrity)] }),
    })),
  };
}

function described({ name, version, licence }) {
  const [scope, bare] = name.startsWith('@') ? name.slice(1).split('/') : [undefined, name];
  const path = scope === undefined ? bare : `%40${scope}/${bare}`;
  const purl = `pkg:npm/${path}@${version}`;
  const licences = licence === undefined ? [] : [{ expression: licence }];
  return { 'bom-ref': purl, name, version, purl, licenses: licences };
}

const ALGORITHMS = { sha1: 'SHA-1', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' };

function hashOf(integrity) {
  const [algorithm = '', digest = ''] = integrity.split(/-(.*)/s);
  return { alg: ALGORITHMS[algorithm], content: Buffer.from(digest, 'base64').toString('hex') };
}

/** The texts, each once, under the packages that it belongs to. */
function licenceTexts(source, packages) {
  const byText = new Map();
  for (const each of packages) {
    const text = licenceOf(join(source, each.path)) ?? `(no text in the package: ${each.licence})`;
    const key = createHash('sha256').update(text.replace(/\s+/g, ' ')).digest('hex');
    const known = byText.get(key) ?? { text, names: [] };
    known.names.push(`${each.name} ${each.version}`);
    byText.set(key, known);
  }
  const rule = '-'.repeat(80);
  return [...byText.values()]
    .map(({ text, names }) => `${[...new Set(names)].join('\n')}\n\n${text.trim()}\n`)
    .join(`\n${rule}\n\n`);
}

function licenceOf(folder) {
  if (!existsSync(folder)) return undefined;
  const file = readdirSync(folder)
    .sort()
    .find((name) => /^licen[cs]e/i.test(name));
  return file === undefined ? undefined : readFileSync(join(folder, file), 'utf8');
}
