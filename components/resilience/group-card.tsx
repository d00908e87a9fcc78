'use client';

import { GroupForm } from '@/components/resilience/group-form';
import { ObjectCard } from '@/components/resilience/object-card';
import { SECTIONS } from '@/components/resilience/sections';
import { Disclosure } from '@/components/ui/disclosure';
import type { SettingGroupDto } from '@/lib/contract/resilience';
import { valueAt } from '@/lib/domain/pointer';
import { readYaml } from '@/lib/domain/yaml-edit';
import styles from './group-card.module.css';

/** The forms of one object, by section, beside its YAML. Sections that set nothing are folded. */
export function GroupCard({ groups }: { readonly groups: readonly SettingGroupDto[] }) {
  const [first] = groups;
  if (first === undefined) return null;
  return (
    <ObjectCard
      object={first.object}
      template={first.template}
      summary="Change timeouts, retries, limits or faults"
    >
      {(draft, isDisabled) =>
        SECTIONS.map(({ id, label }) => {
          const own = groups.filter(({ section }) => section === id);
          if (own.length === 0) return null;
          const set = own.filter((group) => isSet(group, draft.text)).length;
          return (
            <section key={id} aria-label={`${label} of ${first.object.name}`}>
              <Disclosure
                isOpenAtFirst={set > 0}
                summary={
                  <span className={styles.summary}>
                    <span className={styles.section}>{label}</span>
                    <span className={styles.count}>
                      {set === 0 ? 'nothing is set' : `${set} of ${own.length} parts set something`}
                    </span>
                  </span>
                }
              >
                <div className={styles.groups}>
                  {own.map((group) => (
                    <GroupForm key={group.id} group={group} draft={draft} isDisabled={isDisabled} />
                  ))}
                </div>
              </Disclosure>
            </section>
          );
        })
      }
    </ObjectCard>
  );
}

function isSet({ settings }: SettingGroupDto, text: string): boolean {
  const read = readYaml(text);
  return read.ok && settings.some(({ path }) => valueAt(read.value, path) !== undefined);
}
