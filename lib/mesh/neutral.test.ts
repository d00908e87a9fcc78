import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Layers that speak of meshes only by what the registry tells them. */
const NEUTRAL = ['app', 'components', 'lib/server', 'lib/viz', 'lib/contract'];

const NAMES = /istio|linkerd|consul|app[- ]?mesh|ambient/i;

/** Files of the product; tests and what they share may name meshes. */
function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|tsx|css)$/.test(path) && !/\.test\.tsx?$|^testing\//.test(path))
    .map((path) => join(folder, path));
}

const findings = (path: string, text: string) =>
  text.split('\n').flatMap((line, i) => (NAMES.test(line) ? [`${path}:${i + 1}`] : []));

describe('the name of a mesh', () => {
  it.each(NEUTRAL)('does not stand in %s', (folder) => {
    const files = filesOf(folder);
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap((path) => findings(path, readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('would be found', () => {
    expect(findings('a.ts', "if (mesh === 'linkerd') {}\nconst ambience = 1;")).toEqual(['a.ts:1']);
  });
});
