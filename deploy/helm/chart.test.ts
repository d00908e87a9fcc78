import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import packageJson from '@/package.json';

const read = (path: string) => readFileSync(new URL(`./alidade/${path}`, import.meta.url), 'utf8');
const tree = z.record(z.string(), z.unknown());
const values = tree.parse(parse(read('values.yaml')));

/** The paths of all values; those of an open map end at the map. */
function pathsOf(node: Record<string, unknown>, start = ''): string[] {
  return Object.entries(node).flatMap(([name, value]) => {
    const path = `${start}${name}`;
    const inner = tree.safeParse(value);
    const isOpen = ['resources'].includes(path);
    if (!inner.success || Object.keys(inner.data).length === 0 || isOpen) return [path];
    return pathsOf(inner.data, `${path}.`);
  });
}

describe('the chart', () => {
  it('carries the version of the console', () => {
    const chart = tree.parse(parse(read('Chart.yaml')));
    expect(chart).toMatchObject({ version: packageJson.version, appVersion: packageJson.version });
  });

  it('tells of every value, and of no other', () => {
    const table = read('README.md').split('## Values')[1] ?? '';
    const told = [...table.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
    );
    expect(told.toSorted()).toEqual(pathsOf(values).toSorted());
  });

  it('grants no verb that changes something, in any template but that of the roles for people', () => {
    const writing =
      /["'\s[](create|update|patch|delete|deletecollection|impersonate|bind|escalate|\*)["'\s,\]]/;
    const rules = readdirSync(new URL('./alidade/templates', import.meta.url))
      .filter((name) => name !== 'people-roles.yaml')
      .flatMap((name) => read(`templates/${name}`).split('\n'))
      .filter((line) => /verbs|\$verbs/.test(line));
    expect(rules.length).toBeGreaterThan(3);
    for (const rule of rules) expect(rule).not.toMatch(writing);
  });

  it('lets editors change, create and remove what is configuration of a mesh, annotate Services, and nothing else', () => {
    const flags = { configuration: z.boolean(), annotated: z.boolean() };
    const kinds = z
      .array(z.object({ group: z.string(), plural: z.string(), ...flags }))
      .parse(JSON.parse(read('files/kinds.json')));
    const writable = kinds.filter(({ configuration }) => configuration);
    expect(writable.length).toBeGreaterThan(30);
    expect(writable.filter(({ group }) => !group.includes('.'))).toEqual([]);
    expect(kinds.filter(({ configuration }) => !configuration).map(({ plural }) => plural)).toEqual(
      expect.arrayContaining(['pods', 'services', 'namespaces', 'deployments', 'statefulsets']),
    );
    expect(kinds.filter(({ annotated }) => annotated).map(({ plural }) => plural)).toEqual([
      'services',
    ]);
    const writing = read('templates/people-roles.yaml')
      .split('\n')
      .filter((line) => /"(create|update|patch|delete)"/.test(line));
    expect(writing).toEqual([
      '    verbs: ["get", "list", "watch"{{ if .configuration }}, "create", "patch", "delete"{{ else if .annotated }}, "patch"{{ end }}]',
    ]);
  });
});
