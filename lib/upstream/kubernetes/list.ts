import 'server-only';
import type { KubeObject } from '@/lib/domain/kube-object';
import { UpstreamError } from '@/lib/upstream/error';
import type { Http } from '@/lib/upstream/http';
import type { ObjectList, ServedKind } from '@/lib/upstream/kubernetes/types';
import { withKind } from '@/lib/upstream/kubernetes/objects';
import { objectPath } from '@/lib/upstream/kubernetes/paths';
import { readAnswer } from '@/lib/upstream/kubernetes/status';
import { listSchema } from '@/lib/upstream/kubernetes/wire';

const PAGE = 500;

/** A cluster with more objects of one kind is beyond what a replica can hold. */
const MAX_OBJECTS = 100_000;

/** Nor can it hold more of them than this, as the API writes them: few objects may be large ones. */
const MAX_MIB = 256;

/** Pages may hold less than was asked for, but not so little that there is no end. */
const MAX_PAGES = (4 * MAX_OBJECTS) / PAGE;

/** How often a listing starts afresh because the pages it was in the middle of have expired. */
const MAX_RESTARTS = 2;

/** Lists all objects of a kind, page by page. See `KubernetesClient.list`. */
export async function listAll(
  http: Http,
  kind: ServedKind,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<ObjectList> {
  for (let restarts = 0; ; restarts += 1) {
    try {
      return await listPages(http, kind, namespace, signal);
    } catch (error) {
      const expired = error instanceof UpstreamError && error.failure === 'gone';
      if (!expired || restarts === MAX_RESTARTS) throw error;
    }
  }
}

async function listPages(
  http: Http,
  kind: ServedKind,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<ObjectList> {
  const path = objectPath(kind, namespace);
  const items: KubeObject[] = [];
  let [next, characters] = ['', 0];
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const query = new URLSearchParams({ limit: String(PAGE) });
    if (next !== '') query.set('continue', next);
    const answer = await http.send({ method: 'GET', path, query }, signal);
    const page = readAnswer(answer, listSchema);
    characters += answer.text.length;
    for (const item of page.items ?? []) items.push(withKind(kind, item));
    if (items.length > MAX_OBJECTS) {
      throw new UpstreamError('kubernetes', 'too-large', `over ${MAX_OBJECTS} ${kind.plural}`);
    }
    if (characters > MAX_MIB * 2 ** 20) {
      throw new UpstreamError('kubernetes', 'too-large', `over ${MAX_MIB} MiB of ${kind.plural}`);
    }
    next = page.metadata.continue ?? '';
    if (next === '') return { items, resourceVersion: page.metadata.resourceVersion };
  }
  throw new UpstreamError(
    'kubernetes',
    'malformed',
    `no end of ${kind.plural} in ${MAX_PAGES} pages`,
  );
}
