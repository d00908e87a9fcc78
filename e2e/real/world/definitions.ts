import { readdirSync, readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { moduleFile } from '../build-parts.mjs';
import type { ApiServer } from './apiserver';
import { until } from './processes';

/** The meshes' own definitions lie beside the project, unmodified; none is copied into it. */
const FOLDER = new URL('../../../../shared/crds/', import.meta.url);

/** Of the Gateway API one channel can be installed; the experimental one holds all that the standard one does. */
const FOLDERS = [
  ...['istio', 'linkerd', 'smi', 'consul', 'consul-external', 'app-mesh'],
  'gateway-api-experimental',
];

const PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const ALREADY_THERE = 409;

const definitionSchema = z.looseObject({ kind: z.literal('CustomResourceDefinition') });

/** Installs the definitions of every mesh, and that of the Prometheus operator's ServiceMonitor. */
export async function installDefinitions(api: ApiServer): Promise<void> {
  const files = FOLDERS.flatMap((name) => {
    const folder = new URL(`${name}/`, FOLDER);
    return readdirSync(folder).map((file) => new URL(file, folder));
  });
  for (const file of [...files, moduleFile('servicemonitors.yaml')]) {
    for (const definition of definitionsIn(readFileSync(file, 'utf8'))) {
      const { status, body } = await api.call('admin', 'POST', PATH, definition);
      if (status >= 300 && status !== ALREADY_THERE) {
        throw new Error(`${String(file)}: ${JSON.stringify(body)}`);
      }
    }
  }
  await until('the definitions are served', () => areEstablished(api));
}

function definitionsIn(text: string): readonly unknown[] {
  return parseAllDocuments(text)
    .map(toJson)
    .filter((each) => definitionSchema.safeParse(each).success);
}

/** The library types what it reads as `any`. */
export function toJson(document: { toJSON(): unknown }): unknown {
  return document.toJSON();
}

const listSchema = z.object({
  items: z.array(
    z.object({
      status: z.object({
        conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
      }),
    }),
  ),
});

async function areEstablished(api: ApiServer): Promise<boolean> {
  const { items } = listSchema.parse((await api.call('admin', 'GET', PATH)).body);
  return items.every(({ status }) =>
    status.conditions.some((each) => each.type === 'Established' && each.status === 'True'),
  );
}
