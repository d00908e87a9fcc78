'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ObjectLink } from '@/components/shell/object-link';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Notice } from '@/components/ui/notice';
import { applyDraftOptions, previewDraftOptions, type CheckedDraft } from '@/lib/client/drafts';
import { securityKeys } from '@/lib/client/security';
import { splitsKeys } from '@/lib/client/splits';
import type { DraftDto } from '@/lib/contract/security';
import { objectWords } from '@/lib/domain/object-ref';
import styles from './apply-draft.module.css';

interface ApplyDraftProps {
  readonly draft: DraftDto;
  readonly onApplied?: () => void;
}

/** A drafted object: its YAML, what the API server says to it, and then the way to apply it. */
export function ApplyDraft({ draft, onApplied }: ApplyDraftProps) {
  const client = useQueryClient();
  const { id, yaml, replaces, object } = draft;
  const preview = useMutation(previewDraftOptions);
  const apply = useMutation({
    ...applyDraftOptions,
    onSuccess: () => {
      onApplied?.();
      void client.invalidateQueries({ queryKey: splitsKeys.lists });
      return client.invalidateQueries({ queryKey: securityKeys.all });
    },
  });
  const name = objectWords(object);
  const failure = apply.error ?? preview.error;
  return (
    <div className={styles.draft}>
      <CodeBlock label={replaces ? `${name}, changed` : name} code={yaml} />
      {apply.isSuccess ? (
        <Notice kind="info" title="Applied">
          <ObjectLink object={object} className={styles.objectLink} /> is in force as soon as its
          mesh has taken it over.
        </Notice>
      ) : (
        <>
          <div className={styles.bar}>
            <Button
              size="s"
              isDisabled={preview.isPending}
              onPress={() => preview.mutate({ id, yaml, replaces })}
            >
              Check with the API server
            </Button>
            <ApplyButton
              draft={draft}
              checked={preview.data}
              isPending={apply.isPending}
              onApply={(resourceVersion) => apply.mutate({ id, yaml, resourceVersion })}
            />
          </div>
          <DryRun checked={preview.data} />
        </>
      )}
      {failure !== null && <Notice kind="danger">{failure.message}</Notice>}
    </div>
  );
}

interface ApplyButtonProps {
  readonly draft: DraftDto;
  readonly checked: CheckedDraft | undefined;
  readonly isPending: boolean;
  readonly onApply: (resourceVersion: string | null) => void;
}

/** There only once the API server would take it. */
function ApplyButton({ draft, checked, isPending, onApply }: ApplyButtonProps) {
  if (checked?.verdict !== 'accepted') return null;
  return (
    <Button
      size="s"
      variant="primary"
      isDisabled={isPending}
      onPress={() => onApply(checked.resourceVersion)}
    >
      {draft.replaces ? 'Change it' : 'Create it'}
    </Button>
  );
}

function DryRun({ checked }: { readonly checked: CheckedDraft | undefined }) {
  if (checked === undefined) return null;
  const isAccepted = checked.verdict === 'accepted';
  return (
    <Notice kind={isAccepted ? 'info' : 'warning'}>
      {isAccepted ? 'The API server would take it.' : (checked.reason ?? 'It was not taken.')}
    </Notice>
  );
}
