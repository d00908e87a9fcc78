import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query';
import { getJson } from '@/lib/client/api';
import { checksKeys } from '@/lib/client/checks';
import { presentMs } from '@/lib/client/present';
import {
  objectAnswerSchema,
  objectSchemaAnswerSchema,
  objectsSchema,
  type ObjectAnswer,
  type ObjectDto,
  type ObjectIntent,
} from '@/lib/contract/objects';
import { pollMs, type View } from '@/lib/contract/view-url';

/** Every cache key that starts with `objects` is made here. */
export const objectsKeys = {
  lists: ['objects', 'list'] as const,
  byQuery: (query: string) => [...objectsKeys.lists, query] as const,
  byId: (id: string) => ['objects', 'one', id] as const,
  schema: (id: string) => ['objects', 'schema', id] as const,
  preview: (id: string, intent: ObjectIntent) => ['objects', 'preview', id, intent] as const,
};

/** The objects of a view's namespaces. They are always those of now: a pinned moment has none. */
export function objectsOptions(view: View) {
  const params = new URLSearchParams();
  if (view.namespaces.length > 0) params.set('namespaces', view.namespaces.join(','));
  const query = params.toString();
  return queryOptions({
    queryKey: objectsKeys.byQuery(query),
    queryFn: ({ signal }) => getJson(`/api/v1/objects?${query}`, objectsSchema, signal),
    refetchInterval: pollMs(view),
    placeholderData: keepPreviousData,
  });
}

/** Objects of the cluster change seldom. */
const REFRESH_MS = 15_000;

/** One object, read anew each time. */
export function objectOptions(id: string) {
  return queryOptions({
    queryKey: objectsKeys.byId(id),
    queryFn: ({ signal }) => getJson(objectPath(id), objectAnswerSchema, signal),
    refetchInterval: REFRESH_MS,
  });
}

/** The schema of an object's kind. Definitions hardly ever change while somebody looks. */
export function objectSchemaOptions(id: string) {
  return queryOptions({
    queryKey: objectsKeys.schema(id),
    queryFn: ({ signal }) => getJson(`${objectPath(id)}/schema`, objectSchemaAnswerSchema, signal),
    staleTime: Infinity,
  });
}

/** Puts an object as it is now in the place of what was known of it, and has the lists and the checks read again. */
export function renewObject(client: QueryClient, object: ObjectDto): void {
  client.setQueryData<ObjectAnswer>(objectsKeys.byId(object.id), (old) => ({
    // Of one that was just created nothing was known; its sources come with the next answer.
    ...(old ?? { at: presentMs(), sources: [], warnings: [] }),
    object,
  }));
  rereadLists(client);
}

/** Has everything that is known of an object read again. */
export function rereadObject(client: QueryClient, id: string): void {
  void client.invalidateQueries({ queryKey: objectsKeys.byId(id) });
  rereadLists(client);
}

/** What a change of one object may change elsewhere: the lists, and what is found wrong with any of them. */
function rereadLists(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: objectsKeys.lists });
  void client.invalidateQueries({ queryKey: checksKeys.all });
}

/** The API's path of an object. */
export function objectPath(id: string): string {
  return `/api/v1/objects/${encodeURIComponent(id)}`;
}
