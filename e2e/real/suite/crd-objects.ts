import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { toJson } from '../world/definitions';

/** The meshes' own definitions lie beside the project. */
const FOLDER = new URL('../../../../shared/crds/', import.meta.url);

interface Schema {
  readonly type?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly additionalProperties?: Schema | boolean | undefined;
  readonly items?: Schema | undefined;
}

const schema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    type: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    required: z.array(z.string()).optional(),
    properties: z.record(z.string(), schema).optional(),
    additionalProperties: z.union([z.boolean(), schema]).optional(),
    items: schema.optional(),
  }),
);

const definition = z.object({
  kind: z.literal('CustomResourceDefinition'),
  spec: z.object({
    group: z.string(),
    names: z.object({ kind: z.string(), plural: z.string() }),
    versions: z.array(
      z.object({ name: z.string(), schema: z.object({ openAPIV3Schema: schema }) }),
    ),
  }),
});

/** The definition of a kind. */
export interface Definition {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly spec: Schema;
}

/** Reads the definitions of a folder, each in its first version. */
export function definitionsOf(folder: string): readonly Definition[] {
  const at = new URL(`${folder}/`, FOLDER);
  return readdirSync(at)
    .flatMap((file) => parseAllDocuments(readFileSync(new URL(file, at), 'utf8')).map(toJson))
    .flatMap((document) => {
      const read = definition.safeParse(document);
      const version = read.data?.spec.versions[0];
      const spec = version?.schema.openAPIV3Schema.properties?.['spec'];
      if (!read.success || version === undefined || spec === undefined) return [];
      const { group, names } = read.data.spec;
      return [{ group, kind: names.kind, version: version.name, spec }];
    });
}

const TEXTS = fc.constantFrom('cart', '1s', 'true', '5', 'a: b', '# text', 'null', '~', ' x ', '');

const ANYTHING = fc.oneof(TEXTS, fc.integer({ min: 0, max: 9 }));

const BY_TYPE: ReadonlyMap<string, (of: Schema) => fc.Arbitrary<unknown>> = new Map([
  ['object', objectsOf],
  ['array', ({ items = {} }: Schema) => fc.array(valuesOf(items), { maxLength: 2 })],
  ['integer', integersOf],
  ['number', () => fc.constantFrom(0, 0.5, 10, 100)],
  ['boolean', () => fc.boolean()],
  ['string', () => TEXTS],
]);

/** Anything that a schema allows, as far as its types go; patterns and rules in CEL are left aside. */
export function valuesOf(of: Schema): fc.Arbitrary<unknown> {
  if (of.enum !== undefined) return fc.constantFrom(...of.enum);
  return BY_TYPE.get(of.type ?? '')?.(of) ?? ANYTHING;
}

function integersOf({ minimum = 0, maximum = Infinity }: Schema): fc.Arbitrary<number> {
  return fc.integer({ min: minimum, max: Math.min(maximum, minimum + 1000) });
}

function objectsOf(of: Schema): fc.Arbitrary<unknown> {
  const { properties, additionalProperties, required = [] } = of;
  if (properties === undefined) {
    const values =
      typeof additionalProperties === 'object' ? additionalProperties : { type: 'string' };
    const keys = fc.constantFrom('x-canary', 'a/b', 'v1', 'team');
    return fc.dictionary(keys, valuesOf(values), { maxKeys: 2 });
  }
  const model = Object.fromEntries(
    Object.entries(properties).map(([name, each]) => [name, valuesOf(each)]),
  );
  const needed = required.filter((name) => name in model);
  return fc.record(model, { requiredKeys: needed });
}
