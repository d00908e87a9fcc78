import { MESH_PARTS } from '../meshes/registry';
import type { Json, JsonObject } from './json';
import type { Schema } from './schema';
import type { ServedKind } from './served-kind';

const PATH = /^\/openapi\/v3\/apis\/(?<group>[^/]+)\/(?<version>[^/]+)$/;

/**
 * The OpenAPI v3 document of a group's version: the kinds of which the demo has a schema, as far as it has one.
 * Undefined where it has none.
 */
export function openApiAt(path: string): JsonObject | undefined {
  const { group = '', version = '' } = PATH.exec(path)?.groups ?? {};
  const kinds = MESH_PARTS.flatMap((part) => part.schemas).filter(
    ([kind]) => kind.group === group && kind.versions.includes(version),
  );
  if (kinds.length === 0) return undefined;
  const schemas = kinds.map(([kind, spec]): [string, Json] => [
    `${group}.${version}.${kind.kind}`,
    schemaOf(kind, version, spec),
  ]);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'demo' },
    components: { schemas: Object.fromEntries(schemas) },
  };
}

function schemaOf({ group, kind }: ServedKind, version: string, spec: Schema): JsonObject {
  return {
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: jsonSchema(spec),
      status: { type: 'object' },
    },
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  };
}

function jsonSchema(schema: Schema): JsonObject {
  switch (schema.type) {
    case 'array':
      return { type: 'array', items: jsonSchema(schema.items) };
    case 'object': {
      const properties = Object.entries(schema.fields).map(([name, field]): [string, Json] => [
        name,
        jsonSchema(field),
      ]);
      return {
        type: 'object',
        properties: Object.fromEntries(properties),
        required: schema.required,
        // The demo does not know every field of a kind: others are let through.
        'x-kubernetes-preserve-unknown-fields': true,
      };
    }
    case 'string':
    case 'integer':
    case 'number':
      return { type: schema.type };
  }
}
