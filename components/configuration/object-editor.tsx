'use client';

import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { YamlEditor } from '@/components/shell/yaml/lazy-editor';
import { draftInWords, intentOf, type Base } from '@/components/configuration/object-draft';
import { useObjectDraft, type ObjectEditing } from '@/components/configuration/use-object-draft';
import type { Remark } from '@/components/shell/yaml/yaml-marks';
import { ObjectPreview } from '@/components/shell/object-preview';
import type { ObjectChange } from '@/components/shell/use-object-change';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { YamlDiff } from '@/components/ui/yaml-diff';
import { objectSchemaOptions } from '@/lib/client/objects';
import type { OwnerDto, Permission } from '@/lib/contract/changes';
import type { FindingDto } from '@/lib/contract/checks';
import type { Cause } from '@/lib/contract/problem';
import { objectId, type ObjectRef } from '@/lib/domain/object-ref';
import styles from './object-editor.module.css';

interface ObjectEditorProps {
  readonly object: ObjectRef;
  /** The object as it is; of one that is to be created, a text to begin with and no version. */
  readonly now: Base;
  readonly owner: OwnerDto;
  readonly permission: Permission;
  readonly change: ObjectChange;
  readonly findings: readonly FindingDto[];
  /** JSON Pointer of the place to begin at; none when left out. */
  readonly mark?: string;
}

const NOTHING_SAID: readonly Cause[] = [];

/** The YAML of an object: edited, checked, previewed, applied. */
export function ObjectEditor({
  object,
  now,
  owner,
  permission: { allowed, reason },
  change,
  findings,
  mark = '',
}: ObjectEditorProps) {
  const id = objectId(object);
  const editing = useObjectDraft(id, now);
  const { data: help } = useQuery(objectSchemaOptions(id));
  const [previewed, setPreviewed] = useState<string | null>(null);
  const { current, isEdited, underneath } = editing;
  const { yaml } = current;
  const [causes, take] = useCauses(yaml);
  const remarks = useMemo(() => remarksOf(findings, causes), [findings, causes]);
  useAskBeforeLeaving(isEdited);

  return (
    <div className={styles.editor}>
      {!allowed && (
        <Notice kind="info" title="You can look at this object but not change it">
          {reason}
        </Notice>
      )}
      <UnderneathNotice now={now} editing={editing} />
      <YamlEditor
        label={`YAML of ${object.kind} ${object.name}`}
        text={yaml}
        onChange={editing.write}
        isReadOnly={!allowed}
        schema={help?.schema ?? null}
        remarks={remarks}
        mark={mark}
      />
      <Actions
        editing={editing}
        canPreview={allowed && (isEdited || now.resourceVersion === null)}
        hasNoSchema={help?.schema === null}
        onPreview={() => {
          change.apply.reset();
          setPreviewed(yaml);
        }}
      />
      {previewed === yaml && underneath.kind === 'same' && (
        <ObjectPreview
          id={id}
          object={object}
          owner={owner}
          intent={intentOf(current, now)}
          summary={draftInWords(current)}
          change={change}
          onCauses={take}
          onApplied={editing.discard}
          onClose={() => setPreviewed(null)}
        />
      )}
    </div>
  );
}

interface ActionsProps {
  readonly editing: ObjectEditing;
  readonly canPreview: boolean;
  readonly hasNoSchema: boolean;
  readonly onPreview: () => void;
}

function Actions({ editing, canPreview, hasNoSchema, onPreview }: ActionsProps) {
  const { current, isEdited, underneath, discard } = editing;
  return (
    <div className={styles.actions}>
      <Button
        variant="primary"
        isDisabled={!canPreview || underneath.kind !== 'same'}
        onPress={onPreview}
      >
        Preview…
      </Button>
      <Button isDisabled={!isEdited} onPress={discard}>
        Discard
      </Button>
      <span className={styles.summary} role="status">
        {isEdited ? draftInWords(current) : ''}
      </span>
      {hasNoSchema && (
        <span className={styles.summary}>The cluster serves no schema of this kind.</span>
      )}
    </div>
  );
}

interface UnderneathNoticeProps {
  readonly now: Base;
  readonly editing: ObjectEditing;
}

/** Says that somebody else changed what is being edited, and shows both. */
function UnderneathNotice({ now, editing }: UnderneathNoticeProps) {
  const { current, underneath, rebase, discard } = editing;
  if (underneath.kind === 'same') return null;
  const { kind } = underneath;
  const fits = kind === 'merges';
  return (
    <Notice
      kind="warning"
      title="Somebody else changed this object while you were editing"
      actions={
        <>
          {fits ? (
            <Button size="s" onPress={() => rebase(underneath.merged)}>
              Put mine on top
            </Button>
          ) : (
            <Button size="s" onPress={() => rebase(current.yaml)}>
              Keep my text
            </Button>
          )}
          <Button size="s" onPress={discard}>
            Take theirs
          </Button>
        </>
      }
    >
      <p>
        {fits
          ? 'Nothing was written, and nothing is lost. They changed other lines than you, so that both fit.'
          : 'Nothing was written, and nothing is lost. They changed the same lines as you: your text as it is would take their change back.'}
      </p>
      <p>What they changed:</p>
      <YamlDiff before={current.base.yaml} after={now.yaml} />
      <p>Their version beside your text:</p>
      <YamlDiff before={now.yaml} after={current.yaml} />
    </Notice>
  );
}

const SEVERITIES = { error: 'error', warning: 'warning', note: 'info' } as const;

function remarksOf(findings: readonly FindingDto[], causes: readonly Cause[]): readonly Remark[] {
  return [
    ...causes.map((cause) => ({
      ...cause,
      severity: 'error' as const,
      source: 'Refused',
    })),
    ...findings.map(({ path, message, code, severity }) => ({
      ...{ pointer: path, line: null, message, source: code },
      severity: SEVERITIES[severity],
    })),
  ];
}

/** What was said to a text: it belongs to that text alone. */
function useCauses(yaml: string) {
  const [said, setSaid] = useState<{ readonly yaml: string; readonly causes: readonly Cause[] }>();
  const take = useCallback((causes: readonly Cause[]) => setSaid({ yaml, causes }), [yaml]);
  return [said?.yaml === yaml ? said.causes : NOTHING_SAID, take] as const;
}

/** While a text is not applied, closing the page asks first. */
function useAskBeforeLeaving(isEdited: boolean): void {
  useEffect(() => {
    if (!isEdited) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isEdited]);
}
