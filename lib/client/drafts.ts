import { mutationOptions } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import { sendJson } from '@/lib/client/writes';
import { previewSchema } from '@/lib/contract/changes';
import { objectAnswerSchema, objectAppliedSchema } from '@/lib/contract/objects';

interface Draft {
  /** The id of the object. */
  readonly id: string;
  readonly yaml: string;
}

/** What the API server says to a draft, and the version it would replace. */
export interface CheckedDraft {
  readonly verdict: 'accepted' | 'refused' | 'conflict' | 'forbidden' | 'unavailable';
  readonly reason: string | null;
  /** Null: it would be created. */
  readonly resourceVersion: string | null;
}

const pathOf = (id: string) => `/api/v1/objects/${encodeURIComponent(id)}`;

async function preview({
  id,
  yaml,
  replaces,
}: Draft & { readonly replaces: boolean }): Promise<CheckedDraft> {
  const { signal } = new AbortController();
  const current = replaces ? await getJson(pathOf(id), objectAnswerSchema, signal) : null;
  const resourceVersion = current?.object.resourceVersion ?? null;
  const intent = { yaml, resourceVersion };
  const { dryRun } = await sendJson('POST', `${pathOf(id)}/preview`, intent, previewSchema);
  return { ...dryRun, resourceVersion };
}

/** A dry run of a drafted object on the API server. Nothing is written. */
export const previewDraftOptions = mutationOptions({ mutationFn: preview });

/** Creates a drafted object, or puts it in the place of the one of its name, if that is still as it was. */
export const applyDraftOptions = mutationOptions({
  mutationFn: ({
    id,
    yaml,
    resourceVersion,
  }: Draft & { readonly resourceVersion: string | null }) =>
    sendJson('PATCH', pathOf(id), { yaml, resourceVersion }, objectAppliedSchema),
});
