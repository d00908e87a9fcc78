import 'server-only';
import { parseAllDocuments, type Document } from 'yaml';
import { z } from 'zod';
import type { KubeObject } from '@/lib/domain/kube-object';
import { ProblemError } from '@/lib/server/problem';

/** More objects than anybody tries at once. */
const MAX_OBJECTS = 20;

const objectSchema = z.looseObject({
  apiVersion: z.string().min(1).max(253),
  kind: z.string().min(1).max(63),
  metadata: z.looseObject({
    name: z.string().min(1).max(253),
    namespace: z.string().min(1).max(63).optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    creationTimestamp: z.string().optional(),
  }),
});

/**
 * Reads objects from YAML that somebody typed; several are set apart by `---`.
 *
 * @throws ProblemError `invalid-request` when it is none, in words that say where.
 */
export function readYaml(text: string): readonly KubeObject[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) throw invalid('There is no object in it.');
  const objects = documents.map((document, index) => {
    const [error] = document.errors;
    if (error !== undefined) throw invalid(`It is no YAML: ${error.message}`);
    const parsed = objectSchema.safeParse(valueOf(document));
    if (!parsed.success) throw invalid(`Object ${index + 1} is no Kubernetes object.`);
    return toObject(parsed.data);
  });
  if (objects.length === 0) throw invalid('There is no object in it.');
  if (objects.length > MAX_OBJECTS) throw invalid(`More than ${MAX_OBJECTS} objects.`);
  return objects;
}

/** References that refer to references make much of little: a few are taken, and no more. */
function valueOf(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: 20 });
  } catch {
    throw invalid('It has too many references (aliases).');
  }
}

function toObject({ metadata, ...rest }: z.infer<typeof objectSchema>): KubeObject {
  const { name, namespace, labels, annotations, creationTimestamp } = metadata;
  return { ...rest, metadata: { name, namespace, labels, annotations, creationTimestamp } };
}

function invalid(detail: string): ProblemError {
  return new ProblemError('invalid-request', { detail });
}
