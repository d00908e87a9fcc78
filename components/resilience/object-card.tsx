'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import {
  useObjectDraft,
  type DraftBase,
  type ObjectDraft,
} from '@/components/resilience/use-object-draft';
import { ChangeUndo } from '@/components/shell/change-undo';
import { ObjectPreview } from '@/components/shell/object-preview';
import { useObjectChange } from '@/components/shell/use-object-change';
import { FailureNotice } from '@/components/ui/data-panel';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { YamlEditor } from '@/components/shell/yaml/lazy-editor';
import type { Remark } from '@/components/shell/yaml/yaml-marks';
import { objectOptions, objectSchemaOptions } from '@/lib/client/objects';
import { rereadResilience } from '@/lib/client/resilience';
import type { OwnerDto, Permission } from '@/lib/contract/changes';
import { objectId, type ObjectRef } from '@/lib/domain/object-ref';
import styles from './object-card.module.css';

interface ObjectCardProps {
  readonly object: ObjectRef;
  /** YAML of the object as it would be made; null when it exists. */
  readonly template: string | null;
  /** What is changed, in words, for the preview. */
  readonly summary: string;
  /** Forms over the draft. */
  readonly children: (draft: ObjectDraft, isDisabled: boolean) => ReactNode;
  /** Told of every text of the draft. */
  readonly onText?: (text: string) => void;
}

/** An object with forms beside its YAML; either may be edited. */
export function ObjectCard(props: ObjectCardProps) {
  const { object, template } = props;
  const heading = `${object.kind} ${object.namespace}/${object.name}`;
  if (template === null) return <KeptObject {...props} heading={heading} />;
  return (
    <Editable
      {...props}
      id={objectId(object)}
      heading={heading}
      base={{ yaml: template, resourceVersion: null }}
      owner={{ kind: 'hand' }}
      permission={{ allowed: true, reason: null }}
    />
  );
}

/** An object that exists: it is read anew before it is shown. */
function KeptObject({ heading, ...props }: ObjectCardProps & { readonly heading: string }) {
  const id = objectId(props.object);
  const { data, error } = useQuery(objectOptions(id));
  if (data === undefined) {
    return (
      <section className={styles.card} aria-label={heading}>
        <h3 className={styles.heading}>{heading}</h3>
        {error === null ? (
          <Skeleton label={heading} lines={6} />
        ) : (
          <FailureNotice what={heading} error={error} />
        )}
      </section>
    );
  }
  const { yaml, resourceVersion, owner, writable } = data.object;
  return (
    <Editable
      {...props}
      id={id}
      heading={heading}
      base={{ yaml, resourceVersion }}
      owner={owner}
      permission={writable.change}
    />
  );
}

interface EditableProps extends ObjectCardProps {
  readonly id: string;
  readonly heading: string;
  readonly base: DraftBase;
  readonly owner: OwnerDto;
  readonly permission: Permission;
}

function Editable({ id, heading, base, owner, permission, ...props }: EditableProps) {
  const { object, template, summary, children, onText } = props;
  const client = useQueryClient();
  const draft = useObjectDraft(base);
  const [isPreviewed, setPreviewed] = useState(false);
  const change = useObjectChange(id, {
    onWritten: () => {
      draft.reset();
      rereadResilience(client);
    },
  });
  const { text } = draft;
  useEffect(() => onText?.(text), [onText, text]);
  const isEditable = permission.allowed;

  return (
    <section className={styles.card} aria-label={heading}>
      <CardHeader heading={heading} isNew={template !== null} isChanged={draft.isChanged} />
      <ReadOnlyNotice permission={permission} />
      <ChangeUndo change={change} />
      {draft.isOutdated && <Outdated draft={draft} />}
      <div className={styles.columns}>
        <div className={styles.forms}>{children(draft, !isEditable || draft.broken !== null)}</div>
        <YamlText id={id} heading={heading} draft={draft} isReadOnly={!isEditable} />
      </div>
      {isEditable && <Actions draft={draft} onPreview={() => setPreviewed(true)} />}
      {isPreviewed && (
        <ObjectPreview
          id={id}
          object={object}
          owner={owner}
          intent={draft.intent}
          summary={summary}
          change={change}
          onClose={() => setPreviewed(false)}
        />
      )}
    </section>
  );
}

interface CardHeaderProps {
  readonly heading: string;
  readonly isNew: boolean;
  readonly isChanged: boolean;
}

function CardHeader({ heading, isNew, isChanged }: CardHeaderProps) {
  return (
    <header className={styles.header}>
      <h3 className={styles.heading}>{heading}</h3>
      {isNew && <Badge>does not exist yet</Badge>}
      {isChanged && <Badge tone="accent">changed here</Badge>}
    </header>
  );
}

function ReadOnlyNotice({ permission }: Pick<EditableProps, 'permission'>) {
  if (permission.allowed || permission.reason === null) return null;
  return (
    <Notice kind="info" title="To read only">
      {permission.reason}
    </Notice>
  );
}

interface YamlTextProps {
  readonly id: string;
  readonly heading: string;
  readonly draft: ObjectDraft;
  readonly isReadOnly: boolean;
}

const NO_REMARKS: readonly Remark[] = [];

function YamlText({ id, heading, draft, isReadOnly }: YamlTextProps) {
  const { data: help } = useQuery(objectSchemaOptions(id));
  return (
    <div className={styles.yaml}>
      <YamlEditor
        label={`YAML of ${heading}`}
        text={draft.text}
        onChange={draft.setText}
        isReadOnly={isReadOnly}
        schema={help?.schema ?? null}
        remarks={NO_REMARKS}
      />
      {draft.broken !== null && (
        <p className={styles.broken} role="status">
          {`No YAML yet, so that the forms wait: ${draft.broken}`}
        </p>
      )}
    </div>
  );
}

interface ActionsProps {
  readonly draft: ObjectDraft;
  readonly onPreview: () => void;
}

function Actions({ draft, onPreview }: ActionsProps) {
  return (
    <footer className={styles.actions}>
      <Button isDisabled={!draft.isChanged} onPress={draft.reset}>
        Discard changes
      </Button>
      <Button
        variant="primary"
        isDisabled={!draft.isChanged || draft.broken !== null}
        onPress={onPreview}
      >
        Preview
      </Button>
    </footer>
  );
}

function Outdated({ draft }: { readonly draft: ObjectDraft }) {
  return (
    <Notice
      kind="warning"
      title="The object was changed by somebody else"
      actions={
        <>
          {draft.rebase !== null && (
            <Button size="s" onPress={draft.rebase}>
              Put my changes on it
            </Button>
          )}
          <Button size="s" variant="quiet" onPress={draft.reset}>
            Drop my changes
          </Button>
        </>
      }
    >
      {draft.rebase === null
        ? 'Your text is of an older version and would be refused. Copy what you need, and drop it.'
        : 'Your changes are of an older version and would be refused.'}
    </Notice>
  );
}
