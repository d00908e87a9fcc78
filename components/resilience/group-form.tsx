'use client';

import { SettingField } from '@/components/resilience/setting-field';
import type { ObjectDraft } from '@/components/resilience/use-object-draft';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import type { SettingGroupDto } from '@/lib/contract/resilience';
import { valueAt } from '@/lib/domain/pointer';
import { editsOf, isInPlace, migrationOf } from '@/lib/domain/resilience/edits';
import { readSetting, writeSetting } from '@/lib/domain/resilience/setting-text';
import styles from './group-form.module.css';

interface GroupFormProps {
  readonly group: SettingGroupDto;
  readonly draft: ObjectDraft;
  readonly isDisabled: boolean;
}

/** The settings of one part of an object. */
export function GroupForm({ group, draft, isDisabled }: GroupFormProps) {
  const { object } = draft;
  const isHere = isInPlace(group, object);
  const shown = group.settings.filter(
    ({ deprecated, path }) => deprecated === undefined || valueAt(object, path) !== undefined,
  );
  const hasBlock = group.block !== '' && valueAt(object, group.block) !== undefined;

  return (
    <fieldset className={styles.group} disabled={isDisabled || !isHere}>
      <legend className={styles.legend}>{group.title}</legend>
      <p className={styles.applies}>{`For ${group.applies}`}</p>
      {!isHere && draft.broken === null && (
        <Notice kind="info">
          The YAML was changed around this part, so that the form no longer knows where it stands.
          It comes back once the change is applied or taken back.
        </Notice>
      )}
      <div className={styles.fields}>
        {shown.map((setting) => {
          const written = readSetting(valueAt(object, setting.path), setting.form) ?? '';
          const text = draft.typedIn(setting.id) ?? written;
          return (
            <div key={setting.id} className={styles.field}>
              <SettingField
                setting={setting}
                text={text}
                error={errorOf(setting, text)}
                isDisabled={isDisabled || !isHere}
                onChange={(next) => {
                  const edits = editsOf(setting, group, next);
                  draft.type(setting.id, next, edits.ok ? edits.value : []);
                }}
              />
              {setting.deprecated !== undefined && (
                <Notice
                  kind="warning"
                  actions={
                    <Button
                      size="s"
                      isDisabled={isDisabled || !isHere}
                      onPress={() => draft.edit(migrationOf(setting, group, object))}
                    >
                      Migrate
                    </Button>
                  }
                >
                  {setting.deprecated.because}
                </Notice>
              )}
            </div>
          );
        })}
      </div>
      {hasBlock && !isDisabled && isHere && (
        <div>
          <Button
            size="s"
            variant="quiet"
            aria-label={`Take out: ${group.title}`}
            onPress={() => draft.edit([{ op: 'remove', path: group.block, keep: group.at }])}
          >
            Take out
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function errorOf({ form }: SettingGroupDto['settings'][number], text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const result = writeSetting(text, form);
  return result.ok ? undefined : result.error;
}
