import { sameJson } from '@/lib/domain/json';
import { valueAt } from '@/lib/domain/pointer';
import { writeSetting } from '@/lib/domain/resilience/setting-text';
import type { Setting, SettingGroup } from '@/lib/domain/resilience/setting';
import { err, ok, type Result } from '@/lib/domain/result';
import type { YamlEdit } from '@/lib/domain/yaml-edit';

/**
 * The edits that give a setting a value, or take it out.
 *
 * @param text As the form has it; empty takes it out.
 * @returns The edits, or a sentence that says why the text is no value.
 */
export function editsOf(
  setting: Setting,
  group: Pick<SettingGroup, 'at'>,
  text: string,
): Result<readonly YamlEdit[], string> {
  const { path, form, needs = [], excludes = [] } = setting;
  if (text.trim() === '') return ok([{ op: 'remove', path, keep: group.at }]);
  const written = writeSetting(text, form);
  if (!written.ok) return err(written.error);
  return ok([
    { op: 'set', path, value: written.value },
    ...excludes.map((other) => ({ op: 'remove' as const, path: other, keep: group.at })),
    ...needs.map((need) => ({ op: 'default' as const, path: need.path, value: need.value })),
  ]);
}

/** The edits that move the value of a field that is out of use to the one that took its place. */
export function migrationOf(
  { path, deprecated }: Setting,
  group: Pick<SettingGroup, 'at'>,
  object: unknown,
): readonly YamlEdit[] {
  const value = valueAt(object, path);
  const taken: YamlEdit = { op: 'remove', path, keep: group.at };
  if (value === undefined || deprecated === undefined) return [];
  if (deprecated.to === null) return [taken];
  return [{ op: 'default', path: deprecated.to, value }, taken];
}

/** Whether the part that a form is for still stands where it was read. */
export function isInPlace({ identity }: Pick<SettingGroup, 'identity'>, object: unknown): boolean {
  return identity.every(({ path, value }) => sameJson(valueAt(object, path), value));
}
