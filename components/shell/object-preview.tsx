'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ErrorNotice, PreviewFrame } from '@/components/shell/preview-frame';
import type { ObjectChange } from '@/components/shell/use-object-change';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { causesIn, conflictIn, objectPreviewOptions } from '@/lib/client/object-changes';
import { rereadObject } from '@/lib/client/objects';
import type { OwnerDto } from '@/lib/contract/changes';
import type { ObjectIntent } from '@/lib/contract/objects';
import type { Cause } from '@/lib/contract/problem';
import type { ObjectRef } from '@/lib/domain/object-ref';

interface ObjectPreviewProps {
  readonly id: string;
  readonly object: Pick<ObjectRef, 'kind' | 'namespace' | 'name'>;
  readonly owner: OwnerDto;
  readonly intent: ObjectIntent;
  /** What the change does, in words. */
  readonly summary: string;
  readonly change: ObjectChange;
  /** Where it was refused, for marks in the text; nowhere when it was not. */
  readonly onCauses?: (causes: readonly Cause[]) => void;
  readonly onApplied?: () => void;
  readonly onClose: () => void;
}

/** What a change of an object would write and what the API server says to it; from here it is applied. */
export function ObjectPreview({
  id,
  object,
  owner,
  intent,
  summary,
  change,
  onCauses,
  onApplied,
  onClose,
}: ObjectPreviewProps) {
  const client = useQueryClient();
  const { data, error } = useQuery(objectPreviewOptions(id, intent));
  useEffect(() => {
    if (conflictIn(error) !== undefined) rereadObject(client, id);
  }, [client, error, id]);
  useEffect(() => {
    if (data !== undefined) onCauses?.(data.dryRun.causes);
    else if (error !== null) onCauses?.(causesIn(error));
  }, [data, error, onCauses]);
  const { kind, namespace, name } = object;
  return (
    <PreviewFrame
      summary={summary}
      carrier={`${kind} ${namespace === '' ? name : `${namespace}/${name}`}`}
      owner={owner}
      what="the object"
      preview={data}
      error={error}
      isApplying={change.apply.isPending}
      applyError={change.apply.error}
      onApply={() => change.apply.mutate({ intent, summary, onApplied }, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

/** That a change was applied, with the way back; or why it could not be taken back. */
export function ObjectUndo({ change }: { readonly change: ObjectChange }) {
  const { done, undo, forget } = change;
  const dismiss = (
    <Button size="s" variant="quiet" onPress={forget}>
      Dismiss
    </Button>
  );
  return (
    <>
      {undo.error !== null && <ErrorNotice title="Not taken back" error={undo.error} />}
      {done !== null && (
        <Notice
          kind="info"
          title="Applied"
          actions={
            <>
              <Button size="s" isPending={undo.isPending} onPress={() => undo.mutate(done)}>
                Undo
              </Button>
              {dismiss}
            </>
          }
        >
          {done.summary}
        </Notice>
      )}
      {done === null && undo.isSuccess && (
        <Notice kind="info" title="Taken back" actions={dismiss} />
      )}
    </>
  );
}
