import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { previewSchema } from '@/lib/contract/changes';
import {
  objectAnswerSchema,
  objectAppliedSchema,
  objectRemovedSchema,
  objectSchemaAnswerSchema,
} from '@/lib/contract/objects';
import { problemSchema } from '@/lib/contract/problem';
import { caller } from '../world/apiserver';
import { readAudit } from '../world/audit';
import { readWorld } from '../world/world';

const world = readWorld();
const kubectl = caller(world.apiUrl, world.apiCertificate);

const NAME = 'changed-by-text';
const ID = `networking.istio.io~destinationrules~DestinationRule~shop~${NAME}`;
const API = `/apis/networking.istio.io/v1/namespaces/shop/destinationrules/${NAME}`;
const text = (spec: string) =>
  `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: ${NAME}\nspec:\n${spec}`;
const SPEC =
  '  host: cart\n  trafficPolicy:\n    connectionPool:\n      tcp:\n        maxConnections: 10\n';

async function send(method: string, path: string, body?: object, url = world.consoleUrl) {
  const response = await fetch(`${url}/api/v1/objects/${ID}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'x-alidade': '1',
      origin: url,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  return { status: response.status, body: answer };
}

const preview = async (body: object) =>
  previewSchema.parse((await send('POST', '/preview', body)).body);
const read = async () => objectAnswerSchema.parse((await send('GET', '')).body).object;
const storedSchema = z.looseObject({
  metadata: z.looseObject({ resourceVersion: z.string() }),
  spec: z.unknown(),
});
const stored = async () => storedSchema.parse((await kubectl('admin', 'GET', API)).body);
const clear = () => kubectl('admin', 'DELETE', API);

beforeAll(clear);
afterAll(clear);

describe('a text, on a real API server', () => {
  it('is tried, and written only when it is applied', async () => {
    const create = { yaml: text(SPEC), resourceVersion: null };
    const tried = await preview(create);
    expect(tried.dryRun).toEqual({ verdict: 'accepted', reason: null, causes: [] });
    expect((await kubectl('admin', 'GET', API)).status).toBe(404);
    const made = objectAppliedSchema.parse((await send('PATCH', '', create)).body);
    expect(made.undo.kind).toBe('removal');
    expect((await stored()).spec).toMatchObject({ host: 'cart' });
  });

  it('is helped by the schema that the cluster serves', async () => {
    const { schema } = objectSchemaAnswerSchema.parse((await send('GET', '/schema')).body);
    expect(JSON.stringify(schema)).toContain('consecutive5xxErrors');
  });

  it('changes the field that was edited, and nothing else of it; undo puts it back', async () => {
    const before = await read();
    const yaml = before.yaml.replace('maxConnections: 10', 'maxConnections: 20');
    const intent = { yaml, resourceVersion: before.resourceVersion };
    const applied = objectAppliedSchema.parse((await send('PATCH', '', intent)).body);
    const { spec } = await stored();
    expect(JSON.stringify(spec)).toBe(
      '{"host":"cart","trafficPolicy":{"connectionPool":{"tcp":{"maxConnections":20}}}}',
    );
    expect(applied.object.changes[0]?.paths).toEqual([
      '/spec/trafficPolicy/connectionPool/tcp/maxConnections',
    ]);
    if (applied.undo.kind !== 'change') throw new Error('no way back');
    expect((await send('PATCH', '', applied.undo.intent)).status).toBe(200);
    expect((await read()).yaml).toBe(before.yaml);
  });

  it.each([
    ['a type', SPEC.replace('10', 'ten'), '/spec/trafficPolicy/connectionPool/tcp/maxConnections'],
    ['a field that the kind does not have', `${SPEC}  hots: cart\n`, '/spec/hots'],
  ])('is refused with where it is wrong, and nothing is written: %s', async (_, spec, pointer) => {
    const { resourceVersion } = await read();
    const intent = { yaml: text(spec), resourceVersion };
    const { dryRun } = await preview(intent);
    expect(dryRun.verdict).toBe('refused');
    expect(dryRun.causes.map((cause) => cause.pointer)).toContain(pointer);
    const { status, body } = await send('PATCH', '', intent);
    expect(status).toBe(422);
    expect(problemSchema.parse(body).causes?.map((cause) => cause.pointer)).toContain(pointer);
    expect((await stored()).metadata.resourceVersion).toBe(resourceVersion);
  });

  it('on a version that is no more is a conflict, which shows the one that is', async () => {
    const before = await read();
    const patch = [{ op: 'add', path: '/metadata/labels', value: { by: 'another' } }];
    await kubectl('admin', 'PATCH', API, patch, 'application/json-patch+json');
    const yaml = before.yaml.replace('10', '30');
    const intent = { yaml, resourceVersion: before.resourceVersion };
    const { status, body } = await send('PATCH', '', intent);
    expect(status).toBe(409);
    expect(JSON.stringify(problemSchema.parse(body).current)).toContain('by: another');
    expect(JSON.stringify((await stored()).spec)).not.toContain('30');
  });

  it('of a viewer is refused by the API server, in its words', async () => {
    const { yaml, resourceVersion } = await read();
    const intent = { yaml: yaml.replace('10', '40'), resourceVersion };
    const { status, body } = await send('PATCH', '', intent, world.viewerConsoleUrl);
    expect(status).toBe(403);
    expect(problemSchema.parse(body).detail).toContain('cannot patch');
    const tried = await send('POST', '/preview', intent, world.viewerConsoleUrl);
    expect(previewSchema.parse(tried.body).dryRun.verdict).toBe('forbidden');
  });

  it('goes with its object, if that is still the same, and comes again', async () => {
    expect((await send('DELETE', '?resourceVersion=1')).status).toBe(409);
    const { resourceVersion } = await read();
    const { body } = await send('DELETE', `?resourceVersion=${resourceVersion}`);
    const { undo } = objectRemovedSchema.parse(body);
    expect((await kubectl('admin', 'GET', API)).status).toBe(404);
    if (undo.kind !== 'change') throw new Error('no way back');
    expect((await send('PATCH', '', undo.intent)).status).toBe(200);
    expect((await stored()).spec).toMatchObject({ host: 'cart' });
  });

  it('was asked about before each write, as the audit log of the API server has it', () => {
    const seen = JSON.stringify(readAudit(world.auditLog));
    expect(seen).toContain('dryRun=All');
    expect(seen).toContain('fieldValidation=Strict');
  });
});
