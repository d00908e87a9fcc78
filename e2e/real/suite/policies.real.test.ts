import { beforeAll, describe, expect, it, vi } from 'vitest';
import { previewSchema } from '@/lib/contract/changes';
import { objectAnswerSchema, objectsSchema } from '@/lib/contract/objects';
import {
  securityEdgeSchema,
  securitySchema,
  securityWorkloadSchema,
  simulatedSchema,
  type DraftDto,
  type Security,
} from '@/lib/contract/security';
import { editYaml } from '@/lib/domain/yaml-edit';
import { readWorld } from '../world/world';

const { consoleUrl } = readWorld();
const SLOW = 120_000;

let security: Security;

const read = async (path: string): Promise<unknown> =>
  (await fetch(`${consoleUrl}/api/v1/${path}`)).json();

async function post(path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${consoleUrl}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-alidade': '1', origin: consoleUrl },
    body: JSON.stringify(body),
  });
  return response.json();
}

/** What the real API server says in a dry run. */
async function dryRunOf(id: string, yaml: string, resourceVersion: string | null) {
  const path = `objects/${encodeURIComponent(id)}/preview`;
  const answer = await post(path, { yaml, resourceVersion });
  const preview = previewSchema.safeParse(answer);
  if (!preview.success) throw new Error(`${id}: ${JSON.stringify(answer)}`);
  return preview.data.dryRun;
}

/** A text with a label more: one that changes nothing is refused by the console. */
function labelled(yaml: string): string {
  const edited = editYaml(yaml, [{ op: 'set', path: '/metadata/labels/tried', value: 'yes' }]);
  if (!edited.ok) throw new Error(edited.error);
  return edited.value;
}

/** The same of a draft, which may take the place of an object. */
async function dryRunOfDraft({ id, yaml, replaces }: DraftDto) {
  const path = `objects/${encodeURIComponent(id)}`;
  const current = replaces ? objectAnswerSchema.parse(await read(path)).object : null;
  return dryRunOf(id, yaml, current?.resourceVersion ?? null);
}

/** What would be if a namespace took mutual TLS alone. */
async function simulate(namespace: string) {
  const what = { kind: 'strict', namespace };
  return simulatedSchema.parse(await post('security/simulate', { what }));
}

beforeAll(async () => {
  // Alone, this suite begins before there are the two scrapes that a rate needs.
  const isKnown = async () => (await simulate('shop')).checked > 0;
  await vi.waitUntil(isKnown, { timeout: SLOW, interval: 5_000 });
  security = securitySchema.parse(await read('security?window=5m'));
}, SLOW);

describe('policies on the real API server', () => {
  it(
    'are those of the demo, and each passes a dry run as it stands',
    async () => {
      const objects = objectsSchema.parse(await read('objects')).objects;
      const named = security.policies.map(({ object }) => object);
      expect(named.length).toBeGreaterThan(20);
      const refused: unknown[] = [];
      for (const { group, kind, namespace, name } of named) {
        const found = objects.find(
          (each) =>
            each.group === group &&
            each.kind === kind &&
            each.namespace === namespace &&
            each.name === name,
        );
        const answer = await read(`objects/${encodeURIComponent(found?.id ?? '')}`);
        const { object } = objectAnswerSchema.parse(answer);
        const dryRun = await dryRunOf(object.id, labelled(object.yaml), object.resourceVersion);
        if (dryRun.verdict !== 'accepted') refused.push({ kind, namespace, name, dryRun });
      }
      expect(refused).toEqual([]);
    },
    SLOW,
  );

  it(
    'that are drafted for calls of every mesh pass a dry run',
    async () => {
      const drafted = new Map<string, number>();
      const refused: unknown[] = [];
      for (const { node, mesh, callers } of security.workloads) {
        if (mesh === null || callers === 0 || (drafted.get(mesh) ?? 0) >= 3) continue;
        const query = new URLSearchParams({ node });
        const { inbound } = securityWorkloadSchema.parse(await read(`security/workload?${query}`));
        const [call] = inbound;
        if (call === undefined) continue;
        const edge = new URLSearchParams({ edge: call.edge });
        const { drafts } = securityEdgeSchema.parse(await read(`security/edge?${edge}`));
        // A Server that is drafted beside its policy is not there in the dry run of the policy.
        for (const draft of drafts) {
          const dryRun = await dryRunOfDraft(draft);
          if (dryRun.verdict !== 'accepted') refused.push({ draft, dryRun });
          drafted.set(mesh, (drafted.get(mesh) ?? 0) + 1);
        }
      }
      expect(refused).toEqual([]);
      expect([...drafted.keys()].toSorted()).toEqual(
        expect.arrayContaining(['ambient', 'consul', 'istio', 'linkerd']),
      );
    },
    SLOW,
  );

  it.each(['shop', 'booking', 'loyalty', 'billing', 'media'])(
    'that make %s strict pass a dry run',
    async (namespace) => {
      const simulated = await simulate(namespace);
      expect(simulated.checked).toBeGreaterThan(0);
      expect(simulated.objects.length + simulated.notes.length).toBeGreaterThan(0);
      for (const draft of simulated.objects) {
        // A Namespace is no object of a mesh, which is changed elsewhere.
        if (draft.object.kind === 'Namespace') continue;
        expect(await dryRunOfDraft(draft), draft.yaml).toMatchObject({ verdict: 'accepted' });
      }
    },
    SLOW,
  );
});
