import { queryOptions } from '@tanstack/react-query';
import { splitsKeys } from '@/lib/client/splits';
import { sendJson } from '@/lib/client/writes';
import { previewSchema } from '@/lib/contract/changes';
import { appliedSchema, type Applied, type SplitIntentDto } from '@/lib/contract/splits';

/** What a change would write, and what the API server says to it. Asked anew each time. */
export function previewOptions(id: string, intent: SplitIntentDto) {
  return queryOptions({
    queryKey: splitsKeys.preview(id, intent),
    queryFn: ({ signal }) =>
      sendJson('POST', `${pathOf(id)}/preview`, intent, previewSchema, signal),
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });
}

/** Writes a change. Never retried: whether a lost answer was an accepted one is not known. */
export function applySplit(id: string, intent: SplitIntentDto): Promise<Applied> {
  return sendJson('PATCH', pathOf(id), intent, appliedSchema);
}

function pathOf(id: string): string {
  return `/api/v1/splits/${encodeURIComponent(id)}`;
}
