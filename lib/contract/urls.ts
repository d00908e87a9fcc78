import type { SignInFailure } from '@/lib/contract/session';
import { writeView, type View } from '@/lib/contract/view-url';
import { parseNodeId } from '@/lib/domain/model';
import { objectId, type ObjectRef } from '@/lib/domain/object-ref';

/** The cluster that is left out of page URLs: what everything is in that names none. */
export const DEFAULT_CLUSTER = 'Kubernetes';

type Extra = Readonly<Record<string, string | boolean | undefined>>;

export function overviewHref(view: View): string {
  return href('/', view);
}

/** `mesh`: the id of the mesh whose namespaces alone are shown. */
export function meshesHref(view: View, extra: { readonly mesh?: string | undefined } = {}) {
  return href('/meshes', view, extra);
}

/** `open`: the namespace to open beside the table. */
export function practicesHref(view: View, extra: { readonly open?: string | undefined } = {}) {
  return href('/practices', view, extra);
}

/** `select`: the id of the node or edge to open beside the graph. */
export function graphHref(view: View, extra: { readonly select?: string | undefined } = {}) {
  return href('/graph', view, extra);
}

export function servicesHref(view: View): string {
  return href('/services', view);
}

/** The page of a node: its own for services and workloads; for other kinds, the node in the graph. */
export function nodeHref(nodeId: string, view: View, extra: { readonly tab?: string } = {}) {
  const node = parseNodeId(nodeId);
  if (node === null || (node.kind !== 'service' && node.kind !== 'workload')) {
    return graphHref(view, { select: nodeId });
  }
  const path = `/${node.kind}s/${encodeURIComponent(node.namespace)}/${encodeURIComponent(node.name)}`;
  const cluster = node.cluster === DEFAULT_CLUSTER ? undefined : node.cluster;
  return href(path, view, { ...extra, cluster });
}

export interface TracesLink {
  readonly node?: string | undefined;
  readonly edge?: string | undefined;
  readonly service?: string | undefined;
  readonly errors?: boolean | undefined;
  /** A duration such as `100ms` or `1.2s`. */
  readonly minDuration?: string | undefined;
}

export function tracesHref(view: View, extra: TracesLink = {}): string {
  return href('/traces', view, { ...extra });
}

export function traceHref(
  traceId: string,
  extra: { readonly span?: string | undefined },
  view: View,
): string {
  return href(`/traces/${encodeURIComponent(traceId)}`, view, extra);
}

/** `split`: the id of a split; `host`: the service whose splits to show. */
export function trafficHref(
  view: View,
  extra: { readonly split?: string | undefined; readonly host?: string | undefined } = {},
): string {
  return href('/traffic', view, extra);
}

/** `show`: which objects to list, by what is wrong with them. */
export function configurationHref(
  view: View,
  extra: { readonly show?: 'findings' | 'errors' | undefined } = {},
): string {
  return href('/configuration', view, extra);
}

/** The page of an object of a mesh. `mark`: JSON Pointer of the place to begin at; empty for all of it. */
export function objectHref(
  object: ObjectRef,
  view: View,
  { mark = '' }: { readonly mark?: string } = {},
): string {
  const extra = mark === '' ? {} : { mark };
  return href(`/configuration/${encodeURIComponent(objectId(object))}`, view, extra);
}

/** `workload`: the id of its node; `call`: the id of an edge; `q`: what names shall contain. */
export function securityHref(
  view: View,
  extra: {
    readonly workload?: string | undefined;
    readonly call?: string | undefined;
    readonly q?: string | undefined;
  } = {},
): string {
  return href('/security', view, extra);
}

/** `from`: the page (path and query) to come back to; `failure`: why the last attempt came to nothing. */
export function signInHref(from?: string, failure?: SignInFailure): string {
  const params = new URLSearchParams();
  if (from !== undefined && from !== '/') params.set('from', from);
  if (failure !== undefined) params.set('failure', failure);
  const query = params.toString();
  return query === '' ? '/sign-in' : `/sign-in?${query}`;
}

/** The page to go to after signing in: only a path of this origin, so that no link can lead away. */
export function readReturnPath(from: string | null): string {
  if (from === null || !/^\/(?![/\\])/.test(from) || /[\\\p{Cc}]/u.test(from)) return '/';
  return from.startsWith('/sign-in') || from.startsWith('/api/') ? '/' : from;
}

function href(path: string, view: View, extra: Extra = {}): string {
  const params = writeView(view);
  for (const [key, value] of Object.entries(extra)) {
    if (value !== undefined && value !== false) params.set(key, String(value));
  }
  const query = params.toString();
  return query === '' ? path : `${path}?${query}`;
}
