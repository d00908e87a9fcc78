'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Notice } from '@/components/ui/notice';
import { applyDraftOptions, previewDraftOptions } from '@/lib/client/drafts';
import { securityKeys } from '@/lib/client/security';
import { objectName } from '@/components/shell/security-words';
import type { DraftDto } from '@/lib/contract/security';
import styles from './security.module.css';

/** A drafted object: its YAML, what the API server says to it, and then the way to apply it. */
export function ApplyDraft({ draft }: { readonly draft: DraftDto }) {
  const client = useQueryClient();
  const preview = useMutation(previewDraftOptions);
  const apply = useMutation({
    ...applyDraftOptions,
    onSuccess: () => client.invalidateQueries({ queryKey: securityKeys.all }),
  });
  const name = objectName(draft.object);
  const checked = preview.data;
  const isAccepted = checked?.verdict === 'accepted';
  const failure = apply.error ?? preview.error;
  return (
    <div className={styles.draft}>
      <CodeBlock label={draft.replaces ? `${name}, changed` : name} code={draft.yaml} />
      {apply.isSuccess ? (
        <Notice kind="info" title="Applied">
          {`${name} is in force as soon as its mesh has taken it over.`}
        </Notice>
      ) : (
        <div className={styles.bar}>
          <Button
            size="s"
            isDisabled={preview.isPending}
            onPress={() =>
              preview.mutate({ id: draft.id, yaml: draft.yaml, replaces: draft.replaces })
            }
          >
            Check with the API server
          </Button>
          {isAccepted && (
            <Button
              size="s"
              variant="primary"
              isDisabled={apply.isPending}
              onPress={() =>
                apply.mutate({
                  id: draft.id,
                  yaml: draft.yaml,
                  resourceVersion: checked.resourceVersion,
                })
              }
            >
              {draft.replaces ? 'Change it' : 'Create it'}
            </Button>
          )}
        </div>
      )}
      {checked !== undefined && !apply.isSuccess && (
        <Notice kind={isAccepted ? 'info' : 'warning'}>
          {isAccepted ? 'The API server would take it.' : (checked.reason ?? 'It was not taken.')}
        </Notice>
      )}
      {failure !== null && <Notice kind="danger">{failure.message}</Notice>}
    </div>
  );
}
