import { existsSync, readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { z } from 'zod';
import { parseJson, type Json } from '@/demo/kubernetes/json';
import { applyJsonPatch } from '@/demo/kubernetes/json-patch';
import { isRecord, sameJson, type JsonRecord } from '@/lib/domain/json';
import { diffJson } from '@/lib/domain/json-diff';
import type { KubeObject } from '@/lib/domain/kube-object';
import { parseObjectYaml } from '@/lib/server/objects/parse-yaml';
import { wholeObject, writtenYaml } from '@/lib/server/objects/written-object';
import { valueOf } from '@/lib/testing/schema-arbitrary';

vi.setConfig({ testTimeout: 60_000 });

/** The meshes' own definitions lie beside the project, unmodified; none is copied into it. */
const FOLDER = new URL('../../../../shared/crds/', import.meta.url);
const FOLDERS = ['istio', 'linkerd', 'smi', 'consul', 'app-mesh', 'gateway-api-experimental'];

const definitionSchema = z.object({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string(), plural: z.string() }),
    versions: z.array(
      z.object({
        name: z.string(),
        schema: z.object({ openAPIV3Schema: z.record(z.string(), z.unknown()) }),
      }),
    ),
  }),
});

interface Definition {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly spec: JsonRecord;
}

/** The library types what it reads as `any`. */
function toJson(document: { toJSON(): unknown }): unknown {
  return document.toJSON();
}

function definitions(): readonly Definition[] {
  const files = FOLDERS.flatMap((name) => {
    const folder = new URL(`${name}/`, FOLDER);
    return readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  });
  return files
    .flatMap((text) => parseAllDocuments(text).map(toJson))
    .flatMap((document) => {
      const { data } = definitionSchema.safeParse(document);
      const [version] = data?.spec.versions ?? [];
      const spec = isRecord(version?.schema.openAPIV3Schema['properties'])
        ? version.schema.openAPIV3Schema['properties']['spec']
        : undefined;
      if (data === undefined || version === undefined || !isRecord(spec)) return [];
      const { group, names } = data.spec;
      return [{ group, version: version.name, ...names, spec }];
    });
}

const json = (value: unknown): Json => parseJson(JSON.stringify(value));

/** What the code of the demo's API server makes of an object by a patch of ours. */
function patched(
  before: unknown,
  after: unknown,
): { readonly paths: string[]; readonly object: Json } {
  const operations = diffJson(before, after);
  return {
    paths: operations.map(({ path }) => path),
    object: applyJsonPatch(json(before), operations.map(json)),
  };
}

function objectOf({ group, version, kind }: Definition, spec: unknown): KubeObject {
  return {
    apiVersion: `${group}/${version}`,
    kind,
    metadata: {
      name: 'any',
      namespace: 'shop',
      uid: '7',
      resourceVersion: '41',
      annotations: { note: 'yes', 'alidade/changes': '[]' },
      managedFields: [{ manager: 'kubectl' }],
    },
    spec: json(spec),
    status: { observedGeneration: 3 },
  };
}

/** The whole object that a text means, as the console reads it. */
function readBack(text: string, before: KubeObject, { group, version, kind, plural }: Definition) {
  const parsed = parseObjectYaml(text);
  if (!parsed.ok) throw new Error(`${parsed.error.message}\n${text}`);
  const ref = { group, plural, kind, namespace: 'shop', name: 'any' };
  const whole = wholeObject(parsed.value, before, { apiVersion: `${group}/${version}`, ref });
  if (!whole.ok) throw new Error(whole.error.message);
  return whole.value;
}

describe.skipIf(!existsSync(FOLDER))('any object of any mesh', () => {
  const all = existsSync(FOLDER) ? definitions() : [];

  it('has a definition to make it from', () => {
    expect(all.length).toBeGreaterThan(40);
  });

  it.each(
    all.map((definition) => [`${definition.plural}.${definition.group}`, definition] as const),
  )('is the same after it was text: %s', (_, definition) => {
    fc.assert(
      fc.property(valueOf(definition.spec), (spec) => {
        const before = objectOf(definition, spec);
        const whole = readBack(writtenYaml(before), before, definition);
        expect(diffJson(before, whole)).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it.each(
    all.map((definition) => [`${definition.plural}.${definition.group}`, definition] as const),
  )('changes in the one field that is edited, and nowhere else: %s', (_, definition) => {
    fc.assert(
      fc.property(valueOf(definition.spec), fc.nat(), (spec, pick) => {
        const before = objectOf(definition, spec);
        const fields = isRecord(before.spec) ? Object.keys(before.spec) : [];
        const field = fields.length === 0 ? 'added' : (fields[pick % fields.length] ?? 'added');
        const edited = { ...(isRecord(before.spec) ? before.spec : {}), [field]: 'edited' };
        const shown: JsonRecord = { ...before, spec: edited };
        const whole = readBack(writtenYaml(shown), before, definition);
        const { paths, object } = patched(before, whole);
        expect(sameJson(object, json({ ...before, spec: edited }))).toBe(true);
        const isWithin = (path: string) => path === '/spec' || path.startsWith(`/spec/${field}`);
        expect(paths.every(isWithin)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });
});

describe('a text by hand', () => {
  it('may have comments, another order and quotes, which change nothing', () => {
    const definition = { group: 'g.io', version: 'v1', kind: 'Any', plural: 'anys', spec: {} };
    const before = objectOf(definition, { a: '1', b: [{ c: true }] });
    const text = `# mine\nspec:\n  b:\n  - {c: true}\n  a: '1' # one\nkind: Any\nmetadata:\n  namespace: shop\n  name: any\n  annotations: {note: "yes"}\napiVersion: g.io/v1\n`;
    expect(diffJson(before, readBack(text, before, definition))).toEqual([]);
    expect(stringify(before)).toContain('managedFields');
  });
});
