import { z } from 'zod';
import { splitsSchema, type SplitDto } from '@/lib/contract/splits';
import { caller } from '../world/apiserver';
import { readWorld } from '../world/world';

const world = readWorld();

/** The real API server, asked without any code of the console. */
export const kubectl = caller(world.apiUrl, world.apiCertificate);

const objectSchema = z.looseObject({
  metadata: z.looseObject({
    resourceVersion: z.string(),
    managedFields: z.array(z.looseObject({ manager: z.string() })),
  }),
  spec: z.unknown(),
});

export interface Stored {
  readonly resourceVersion: string;
  readonly managers: readonly string[];
  /** Of the split's targets, in order. */
  readonly weights: readonly unknown[];
  readonly labels: unknown;
  readonly annotations: unknown;
  readonly spec: unknown;
}

export function pathOf({ carrier }: SplitDto): string {
  const { group, version, namespace, plural, name } = carrier;
  return `/apis/${group}/${version}/namespaces/${namespace}/${plural}/${name}`;
}

/** What the API server has of a split's object. */
export async function stored(split: SplitDto): Promise<Stored> {
  const { body } = await kubectl('admin', 'GET', pathOf(split));
  const { metadata, spec } = objectSchema.parse(body);
  const { labels, annotations } = metadata;
  const targets = z
    .array(z.looseObject({ weight: z.unknown() }))
    .parse(at({ spec }, split.carrier.path));
  return {
    resourceVersion: metadata.resourceVersion,
    managers: metadata.managedFields.map(({ manager }) => manager),
    weights: targets.map(({ weight }) => weight),
    labels,
    annotations,
    spec,
  };
}

/** Writes weights as somebody else would. */
export async function writeWeights(split: SplitDto, weights: readonly unknown[]): Promise<void> {
  const patch = weights.map((weight, i) => ({
    ...{ op: 'add', path: `${split.carrier.path}/${i}/weight`, value: weight },
  }));
  const answer = await kubectl(
    'admin',
    'PATCH',
    pathOf(split),
    patch,
    'application/json-patch+json',
  );
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

/** Puts back what an object says, as somebody else would. */
export async function writeSpec(split: SplitDto, spec: unknown): Promise<void> {
  const patch = [{ op: 'replace', path: '/spec', value: spec }];
  const type = 'application/json-patch+json';
  const answer = await kubectl('admin', 'PATCH', pathOf(split), patch, type);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

/** The splits as the console tells them. */
export async function splitsOf(consoleUrl: string): Promise<readonly SplitDto[]> {
  const response = await fetch(`${consoleUrl}/api/v1/splits`);
  return splitsSchema.parse(await response.json()).splits;
}

/** The split with an id. */
export async function splitById(consoleUrl: string, id: string): Promise<SplitDto> {
  const found = (await splitsOf(consoleUrl)).find((split) => split.id === id);
  if (found === undefined) throw new Error(`no split ${id}`);
  return found;
}

/** A split of a VirtualService between two subsets that only people write, with a weight on each. */
export async function aSplit(consoleUrl: string): Promise<SplitDto> {
  const found = (await splitsOf(consoleUrl)).find(
    ({ targets, owner, protocol, carrier }) =>
      carrier.plural === 'virtualservices' &&
      targets.length === 2 &&
      protocol === 'http' &&
      owner.kind === 'hand' &&
      targets.every(({ weight, subset }) => (weight ?? 0) > 0 && subset !== undefined),
  );
  if (found === undefined) throw new Error('no split to try');
  return found;
}

/** Applies weights through the console's API. */
export async function applyByConsole(
  consoleUrl: string,
  split: SplitDto,
  intent: object,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await send('PATCH', consoleUrl, split, '', intent);
  return { status: response.status, body: await response.json() };
}

/** The preview of weights by the console's API. */
export async function previewByConsole(
  consoleUrl: string,
  split: SplitDto,
  intent: object,
): Promise<unknown> {
  const response = await send('POST', consoleUrl, split, '/preview', intent);
  const body: unknown = await response.json();
  if (response.status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

function send(
  method: 'PATCH' | 'POST',
  consoleUrl: string,
  { id }: SplitDto,
  action: string,
  intent: object,
): Promise<Response> {
  return fetch(`${consoleUrl}/api/v1/splits/${encodeURIComponent(id)}${action}`, {
    method,
    headers: { 'content-type': 'application/json', 'x-alidade': '1', origin: consoleUrl },
    body: JSON.stringify(intent),
  });
}

/** Writes a label as somebody else would; null takes it away. */
export async function writeLabel(
  split: SplitDto,
  name: string,
  value: string | null,
): Promise<void> {
  const patch = { metadata: { labels: { [name]: value } } };
  const type = 'application/merge-patch+json';
  const answer = await kubectl('admin', 'PATCH', pathOf(split), patch, type);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

/** Takes a JSON Pointer. */
function at(value: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1);
  return keys.reduce<unknown>((inner, key) => {
    if (Array.isArray(inner)) return inner[Number(key)];
    return z.record(z.string(), z.unknown()).parse(inner)[key];
  }, value);
}
