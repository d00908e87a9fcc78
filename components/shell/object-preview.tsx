'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { PreviewFrame } from '@/components/shell/preview-frame';
import type { ObjectChange } from '@/components/shell/use-object-change';
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
