import 'server-only';
import { z } from 'zod';
import { isRecord } from '@/lib/domain/json';
import type { Http } from '@/lib/upstream/http';
import { versionPath } from '@/lib/upstream/kubernetes/paths';
import { readAnswer } from '@/lib/upstream/kubernetes/status';
import type { ServedKind } from '@/lib/upstream/kubernetes/types';

/** A JSON Schema as the API server writes it; OpenAPI 3.0 with its own `x-kubernetes-` members. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3 */
const documentSchema = z.object({
  components: z
    .object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())).default({}) })
    .optional(),
});

const gvkSchema = z.array(z.object({ group: z.string(), version: z.string(), kind: z.string() }));

/** See `KubernetesClient.schemaOf`. */
export async function schemaOf(
  http: Http,
  kind: ServedKind,
  signal: AbortSignal,
): Promise<JsonSchema | null> {
  const path = ['openapi', 'v3', ...versionPath(kind.group, kind.version)];
  const answer = await http.send({ method: 'GET', path }, signal);
  if (answer.status === 404) return null;
  const schemas = readAnswer(answer, documentSchema).components?.schemas ?? {};
  const found = Object.values(schemas).find((schema) => isOf(schema, kind));
  if (found === undefined) return null;
  const { metadata, ...properties } = isRecord(found['properties']) ? found['properties'] : {};
  return {
    ...found,
    properties: metadata === undefined ? properties : { ...properties, metadata: METADATA },
  };
}

function isOf(schema: JsonSchema, { group, version, kind }: ServedKind): boolean {
  const parsed = gvkSchema.safeParse(schema['x-kubernetes-group-version-kind']);
  return (
    parsed.success &&
    parsed.data.some((gvk) => gvk.group === group && gvk.version === version && gvk.kind === kind)
  );
}

const TEXTS: JsonSchema = { type: 'object', additionalProperties: { type: 'string' } };

/** In place of the reference to another component: the part of it that is written by hand. */
const METADATA: JsonSchema = {
  type: 'object',
  properties: {
    name: { type: 'string', description: 'The name of the object. It cannot be changed.' },
    namespace: { type: 'string', description: 'Where the object is. It cannot be changed.' },
    labels: { ...TEXTS, description: 'Key and value pairs by which objects are selected.' },
    annotations: { ...TEXTS, description: 'Key and value pairs that select nothing.' },
  },
};
