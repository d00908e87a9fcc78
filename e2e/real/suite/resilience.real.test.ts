import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { resilienceSchema, type SettingGroupDto } from '@/lib/contract/resilience';
import { routingSchema, type RouteTableDto } from '@/lib/contract/routing';
import { objectId } from '@/lib/domain/object-ref';
import { editsOf } from '@/lib/domain/resilience/edits';
import { readRules, type ReadRule } from '@/lib/domain/routing/read-rules';
import { addRule, moveRule } from '@/lib/domain/routing/rule-edits';
import { addTarget, changeTarget, destinationsOf } from '@/lib/domain/routing/target-edits';
import { editYaml, type YamlEdit } from '@/lib/domain/yaml-edit';
import { readWorld } from '../world/world';
import { textFor } from './setting-texts';

const { consoleUrl } = readWorld();

/** A service of each mesh, with objects of every kind that forms write. */
const SERVICES = [
  ['shop', 'user-service'],
  ['warehouse', 'labels'],
  ['loyalty', 'points'],
  ['loyalty', 'rewards'],
  ['billing', 'invoices'],
  ['billing', 'ledger'],
  ['media', 'film'],
  ['support', 'tickets'],
] as const;

async function ask(path: string): Promise<unknown> {
  const response = await fetch(`${consoleUrl}${path}`);
  expect(response.status, path).toBe(200);
  return response.json();
}

const nodeQuery = (namespace: string, name: string) =>
  new URLSearchParams({ node: `Kubernetes/${namespace}/service/${name}` }).toString();

const objectAnswer = z.object({
  object: z.object({ yaml: z.string(), resourceVersion: z.string() }),
});

const verdict = z.object({
  dryRun: z.object({ verdict: z.string(), reason: z.string().nullable() }),
});

/** What the real API server says to changes of an object, before anything is written. */
async function dryRun(
  { object, template }: Pick<SettingGroupDto, 'object' | 'template'>,
  edits: readonly YamlEdit[],
): Promise<string> {
  const path = `/api/v1/objects/${encodeURIComponent(objectId(object))}`;
  const known = template === null ? objectAnswer.parse(await ask(path)).object : null;
  const edited = editYaml(known?.yaml ?? template ?? '', edits);
  if (!edited.ok) throw new Error(edited.error);
  const response = await fetch(`${consoleUrl}${path}/preview`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-alidade': '1', origin: consoleUrl },
    body: JSON.stringify({ yaml: edited.value, resourceVersion: known?.resourceVersion ?? null }),
  });
  const body: unknown = await response.json();
  const read = verdict.safeParse(body);
  if (!read.success) return JSON.stringify(body);
  const { verdict: said, reason } = read.data.dryRun;
  return said === 'accepted' ? said : `${said}: ${String(reason)}`;
}

/** A value that other rules of the same part do not forbid. */
function wishesOf(group: SettingGroupDto) {
  return group.settings
    .filter(({ deprecated }) => deprecated === undefined)
    .map((setting) => ({ setting, edits: editsOf(setting, group, textFor(setting.form)) }));
}

describe.each(SERVICES)('the forms of %s/%s', (namespace, name) => {
  it('write what the real API server accepts', { timeout: 300_000 }, async () => {
    const answer = resilienceSchema.parse(
      await ask(`/api/v1/resilience?${nodeQuery(namespace, name)}`),
    );
    const groups = answer.meshes.flatMap((mesh) => mesh.groups);
    expect(groups.length).toBeGreaterThan(0);
    const refused: string[] = [];
    for (const group of groups) {
      for (const { setting, edits } of wishesOf(group)) {
        if (!edits.ok) throw new Error(`${setting.path}: ${edits.error}`);
        // The value that stands there already would be no change.
        if (setting.value === textFor(setting.form)) continue;
        const said = await dryRun(group, edits.value);
        if (said !== 'accepted') refused.push(`${group.title}, ${setting.label}: ${said}`);
      }
    }
    expect(refused).toEqual([]);
  });

  it('add and move rules as the real API server accepts them', { timeout: 120_000 }, async () => {
    const answer = routingSchema.parse(await ask(`/api/v1/routing?${nodeQuery(namespace, name)}`));
    for (const table of answer.tables) {
      const rules = readRules(parse(table.yaml), table);
      const added = addRule(table.dialect);
      expect(await dryRun(table, added), `add to ${table.object.kind}`).toBe('accepted');
      if (rules.length > 1) {
        const moved = moveRule(table.dialect, 0, 1);
        expect(await dryRun(table, moved), `move in ${table.object.kind}`).toBe('accepted');
      }
      for (const edits of targetEdits(table, rules)) {
        expect(await dryRun(table, edits), `target of ${table.object.kind}`).toBe('accepted');
      }
    }
  });
});

/** A further target for the first rule, or another in place of its only one. */
function targetEdits(
  table: RouteTableDto,
  rules: readonly ReadRule[],
): readonly (readonly YamlEdit[])[] {
  const [rule] = rules;
  const [lone] = rule?.targets ?? [];
  if (rule === undefined || rule.form === null || rule.instead !== null) return [];
  const { body, targets: form } = rule.form;
  return destinationsOf(table.destinations, rules)
    .filter(({ to }) => rule.targets.every((each) => each.to !== to))
    .map((other) => {
      if (form.shape === 'list') return addTarget(rule, rule.path + body + form.at, form, other);
      return lone === undefined ? [] : changeTarget(rule, lone, form, other);
    });
}
