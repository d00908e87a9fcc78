'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { takeConflict } from '@/components/traffic/use-change';
import { ownerName, ownerWarning } from '@/components/traffic/words';
import { YamlDiff } from '@/components/traffic/yaml-diff';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { ApiError } from '@/lib/client/api';
import { previewOptions } from '@/lib/client/split-changes';
import type { Preview } from '@/lib/contract/changes';
import type { SplitDto, SplitIntentDto } from '@/lib/contract/splits';
import styles from './preview-dialog.module.css';

interface PreviewDialogProps {
  readonly split: SplitDto;
  readonly intent: SplitIntentDto;
  readonly summary: string;
  readonly isApplying: boolean;
  readonly applyError: Error | null;
  readonly onApply: () => void;
  readonly onClose: () => void;
}

/** What a change would write and what the API server says to it, before anything is written. */
export function PreviewDialog({
  split,
  intent,
  summary,
  isApplying,
  applyError,
  onApply,
  onClose,
}: PreviewDialogProps) {
  const client = useQueryClient();
  const { data, error } = useQuery(previewOptions(split.id, intent));
  useEffect(() => {
    if (error !== null) takeConflict(client, error);
  }, [client, error]);
  const verdict = data?.dryRun.verdict;
  const canApply = verdict === 'accepted' || verdict === 'unavailable';
  const { namespace, name, kind } = split.carrier;
  return (
    <Dialog
      title="Preview of the change"
      isOpen
      onClose={onClose}
      size="l"
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button variant="primary" isDisabled={!canApply} isPending={isApplying} onPress={onApply}>
            {isApplying ? 'Applying…' : 'Apply'}
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p>
          <strong>{summary}</strong>
          <span className={styles.carrier}>{` in ${kind} ${namespace}/${name}`}</span>
        </p>
        <OwnerNotice split={split} />
        {applyError !== null && <ErrorNotice title="Not applied" error={applyError} />}
        {error !== null && <ErrorNotice title="This cannot be applied" error={error} />}
        {data === undefined && error === null && <Skeleton label="Preview" lines={8} />}
        {data !== undefined && <Findings preview={data} />}
      </div>
    </Dialog>
  );
}

function Findings({ preview }: { readonly preview: Preview }) {
  const { before, after, dryRun, warnings } = preview;
  return (
    <>
      <VerdictNotice dryRun={dryRun} />
      {warnings.filter(isAboutChange).map(({ code, message }) => (
        <Notice key={`${code} ${message}`} kind="warning">
          {message}
        </Notice>
      ))}
      <YamlDiff before={before} after={after} />
    </>
  );
}

/** What is said of the split as such stands on the page already. */
function isAboutChange({ code }: Preview['warnings'][number]): boolean {
  return code !== 'shared-telemetry' && code !== 'owner';
}

const VERDICTS = {
  accepted: { kind: 'info', title: 'The API server would accept this (dry run)' },
  refused: { kind: 'danger', title: 'The API server would refuse this' },
  conflict: { kind: 'danger', title: 'The object was changed meanwhile' },
  forbidden: { kind: 'danger', title: 'You may not change this object' },
  unavailable: { kind: 'warning', title: 'There was no dry run' },
} as const;

function VerdictNotice({ dryRun: { verdict, reason } }: Pick<Preview, 'dryRun'>) {
  const { kind, title } = VERDICTS[verdict];
  return (
    <Notice kind={kind} title={title}>
      {reason !== null && <span className={styles.reason}>{reason}</span>}
    </Notice>
  );
}

function OwnerNotice({ split: { owner } }: Pick<PreviewDialogProps, 'split'>) {
  const warning = ownerWarning(owner);
  if (warning === null) return null;
  return (
    <Notice kind="warning" title={`${ownerName(owner)} keeps this object`}>
      {warning}
    </Notice>
  );
}

/** A failure in the words of whoever refused. */
export function ErrorNotice({ title, error }: { readonly title: string; readonly error: Error }) {
  const heading = error instanceof ApiError && error.detail !== undefined ? error.title : title;
  return (
    <Notice kind="danger" title={heading}>
      <span className={styles.reason}>{error.message}</span>
    </Notice>
  );
}
