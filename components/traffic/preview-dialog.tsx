'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { PreviewFrame } from '@/components/shell/preview-frame';
import { takeConflict } from '@/components/traffic/use-change';
import { previewOptions } from '@/lib/client/split-changes';
import type { SplitDto, SplitIntentDto } from '@/lib/contract/splits';

interface PreviewDialogProps {
  readonly split: SplitDto;
  readonly intent: SplitIntentDto;
  readonly summary: string;
  readonly isApplying: boolean;
  readonly applyError: Error | null;
  readonly onApply: () => void;
  readonly onClose: () => void;
}

/** What a change of weights would write and what the API server says to it. */
export function PreviewDialog({ split, intent, ...frame }: PreviewDialogProps) {
  const client = useQueryClient();
  const { data, error } = useQuery(previewOptions(split.id, intent));
  useEffect(() => {
    if (error !== null) takeConflict(client, error);
  }, [client, error]);
  const { namespace, name, kind } = split.carrier;
  return (
    <PreviewFrame
      {...frame}
      carrier={`${kind} ${namespace}/${name}`}
      owner={split.owner}
      what="the weights"
      preview={data}
      error={error}
      knownWarnings={['shared-telemetry']}
    />
  );
}
