'use client';

import type { ReactNode } from 'react';
import { ownerName, ownerWarning } from '@/components/shell/owner-words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { YamlDiff } from '@/components/ui/yaml-diff';
import { ApiError } from '@/lib/client/api';
import type { OwnerDto, Preview } from '@/lib/contract/changes';
import styles from './preview-frame.module.css';

interface PreviewFrameProps {
  /** What the change does, in words. */
  readonly summary: string;
  /** Which object, in words. */
  readonly carrier: string;
  readonly owner: OwnerDto;
  /** What is changed, such as `the weights`. */
  readonly what: string;
  readonly preview: Preview | undefined;
  readonly error: Error | null;
  readonly isApplying: boolean;
  readonly applyError: Error | null;
  /** Codes of warnings that stand on the page already. */
  readonly knownWarnings?: readonly string[];
  readonly onApply: () => void;
  readonly onClose: () => void;
}

/** What a change would write and what the API server says to it, before anything is written. */
export function PreviewFrame({
  summary,
  carrier,
  owner,
  what,
  preview,
  error,
  isApplying,
  applyError,
  knownWarnings = [],
  onApply,
  onClose,
}: PreviewFrameProps) {
  const verdict = preview?.dryRun.verdict;
  const canApply = verdict === 'accepted' || verdict === 'unavailable';
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
          <span className={styles.carrier}>{` in ${carrier}`}</span>
        </p>
        <OwnerNotice owner={owner} what={what} />
        {applyError !== null && <ErrorNotice title="Not applied" error={applyError} />}
        {error !== null && <ErrorNotice title="This cannot be applied" error={error} />}
        {preview === undefined && error === null && <Skeleton label="Preview" lines={8} />}
        {preview !== undefined && (
          <>
            <VerdictNotice dryRun={preview.dryRun} />
            <Warnings warnings={preview.warnings} known={['owner', ...knownWarnings]} />
            <YamlDiff before={preview.before} after={preview.after} />
          </>
        )}
      </div>
    </Dialog>
  );
}

interface WarningsProps {
  readonly warnings: Preview['warnings'];
  readonly known: readonly string[];
}

function Warnings({ warnings, known }: WarningsProps): ReactNode {
  return warnings
    .filter(({ code }) => !known.includes(code))
    .map(({ code, message }) => (
      <Notice key={`${code} ${message}`} kind="warning">
        {message}
      </Notice>
    ));
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

function OwnerNotice({ owner, what }: Pick<PreviewFrameProps, 'owner' | 'what'>) {
  const warning = ownerWarning(owner, what);
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
