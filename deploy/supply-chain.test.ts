import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { figure } from '@/lib/testing/figures';
import { shippedPackages, type ShippedPackage } from './image/materials.mjs';

const root = new URL('..', import.meta.url).pathname;
const NODE_MODULES = `${root}.next/standalone/node_modules`;

/** Licences that ask for no more than to be named. `caniuse-lite` is data (CC-BY); the fonts are OFL. */
const LICENCES: ReadonlySet<string> = new Set([
  ...['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'],
  ...['Unlicense', 'CC-BY-4.0', 'OFL-1.1'],
]);

const lockSchema = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ resolved: z.string().optional() })),
});
const lock = lockSchema.parse(JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')));
const shipped = shippedPackages(lock);

/** What is wrong with a package that is shipped, in words. */
function wrongWith({ name, licence, integrity, hasInstallScript }: ShippedPackage): string[] {
  return [
    ...(LICENCES.has(licence ?? '') ? [] : [`${name} has the licence ${licence ?? '(none)'}`]),
    ...(hasInstallScript ? [`${name} runs a script when it is installed`] : []),
    ...(integrity === undefined ? [`${name} has no hash`] : []),
  ];
}

/** The packages in a `node_modules`, by name. */
function installedIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@')
        ? readdirSync(`${folder}/${name}`).map((inner) => `${name}/${inner}`)
        : [name],
    );
}

/** Packages of the lock file that a change has made worse in one way. */
function withPlanted(planted: object): readonly string[] {
  const packages = { ...lock.packages, 'node_modules/planted': { version: '1.0.0', ...planted } };
  return shippedPackages({ packages }).flatMap(wrongWith);
}
const HARMLESS = { license: 'MIT', integrity: 'sha512-AAAA' };

describe('what is shipped', () => {
  it('has licences that allow it, runs nothing when it is installed, and is told by its hash', () => {
    const licences = new Set(shipped.map(({ licence }) => licence));
    const scripts = shipped.filter(({ hasInstallScript }) => hasInstallScript).length;
    const wrong = shipped.flatMap(wrongWith);
    figure('F20', {
      packages: shipped.length,
      installScripts: scripts,
      licences: [...licences].toSorted(),
      wrong: wrong.length,
    });
    expect(shipped.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });

  it.each([
    ['nothing wrong', {}, 0],
    ['a licence that asks for more', { license: 'GPL-3.0-only' }, 1],
    ['no licence', { license: undefined }, 1],
    ['an install script', { hasInstallScript: true }, 1],
    ['no hash', { integrity: undefined }, 1],
  ])('is looked at: one more package with %s', (_, planted, count) => {
    expect(withPlanted({ ...HARMLESS, ...planted })).toHaveLength(count);
  });

  it('comes from no other registry than the public one', () => {
    const hosts = Object.values(lock.packages).flatMap(({ resolved }) =>
      resolved === undefined ? [] : [new URL(resolved).host],
    );
    expect(hosts.filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
  });

  it.skipIf(!existsSync(NODE_MODULES))('is, in the built server, less than that', () => {
    const held = installedIn(NODE_MODULES);
    const names = new Set(shipped.map(({ name }) => name));
    // Placeholders: of the platform's compiler, where the build machine has one.
    const others = held.filter((name) => !names.has(name) && !name.startsWith('@swc/'));
    figure('F20', { inNodeModulesOfTheImage: held.length, notInTheLockFile: others.length });
    expect(others).toEqual([]);
  });
});
