import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectRef } from '@/lib/domain/object-ref';
import type { PolicyWorkload } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import { fieldsOf, listOf, numberOf, textOf, textsOf } from '@/lib/mesh/fields';
import { selects } from '@/lib/mesh/label-selector';
import {
  AUTHORIZATION_POLICY,
  POLICY_ROUTE,
  SERVER,
  SERVER_AUTHORIZATION,
} from '@/lib/mesh/linkerd/kinds';
import { refOf } from '@/lib/mesh/object-refs';
import { parentsOf } from '@/lib/mesh/routes/parents';
import { byNamespace, groupByKeys } from '@/lib/mesh/workload-index';
import { byAge } from '@/lib/mesh/policies/refs';

/** What is said for a port: the Server, what authorizes its callers, and what counts where nothing does. */
export interface Inbound {
  /** Whether the proxy lets the port pass without looking at it. */
  readonly isSkipped: boolean;
  readonly server: KubeObject | null;
  /** Those of the Server as a whole, and of its namespace. */
  readonly authorizations: readonly KubeObject[];
  /** Those of single routes of the Server: which route a request takes is not told. */
  readonly ofRoutes: readonly KubeObject[];
  readonly fallback: Fallback;
}

/** What counts where no authorization matches: the Server's access policy, else a default. */
export interface Fallback {
  /** `deny`, `all-unauthenticated`, `all-authenticated`, `cluster-authenticated`, `cluster-unauthenticated`, `audit`. */
  readonly policy: string;
  /** Null for what the installation sets, which is not read, and for pods. */
  readonly object: ObjectRef | null;
  readonly path: string;
  readonly from: 'server' | 'pod' | 'namespace' | 'installation';
}

const DEFAULT_POLICY = 'config.linkerd.io/default-inbound-policy';
const SKIPPED_PORTS = 'config.linkerd.io/skip-inbound-ports';

/** What the installation sets unless somebody chose otherwise. */
const INSTALLED = 'all-unauthenticated';

/** Finds what is said for a port of a workload. The objects are read once. */
export function inboundFinder(
  objects: ObjectStore,
): (workload: PolicyWorkload, port: number | null) => Inbound {
  const servers = byNamespace(objects, SERVER);
  const routes = groupByKeys(objects.list(POLICY_ROUTE), serversOfRoute);
  const policies = groupByKeys(objects.list(AUTHORIZATION_POLICY), (policy) => [targetKey(policy)]);
  const legacy = byNamespace(objects, SERVER_AUTHORIZATION);
  const namespaces = new Map(objects.list(NAMESPACES).map((each) => [each.metadata.name, each]));
  const routePolicies = (server: KubeObject) =>
    (routes.get(keyOf('Server', server)) ?? []).flatMap(
      (route) => policies.get(keyOf('HTTPRoute', route)) ?? [],
    );
  return (workload, port) => {
    const { namespace } = workload;
    const server = (servers.get(namespace) ?? [])
      .filter((each) => isFor(each, workload, port))
      .toSorted(byAge)[0];
    const fallback = fallbackOf(workload, server, namespaces.get(namespace));
    const isSkipped =
      port !== null && includesPort(annotation(workload, namespaces, SKIPPED_PORTS), port);
    if (server === undefined) {
      return { isSkipped, server: null, authorizations: [], ofRoutes: [], fallback };
    }
    return {
      isSkipped,
      server,
      authorizations: [
        ...(policies.get(keyOf('Server', server)) ?? []),
        ...(policies.get(`Namespace ${namespace}/${namespace}`) ?? []),
        ...(legacy.get(namespace) ?? []).filter((each) => isOfServer(each, server)),
      ],
      ofRoutes: routePolicies(server),
      fallback,
    };
  };
}

function annotation(
  { namespace, annotations }: PolicyWorkload,
  namespaces: ReadonlyMap<string, KubeObject>,
  key: string,
): string {
  return annotations[key] ?? namespaces.get(namespace)?.metadata.annotations?.[key] ?? '';
}

/** Ports are listed one by one or as ranges: `25,587,9000-9010`. */
function includesPort(list: string, port: number): boolean {
  return list.split(',').some((part) => {
    const [from = NaN, to = from] = part.split('-').map(Number);
    return port >= from && port <= to;
  });
}

function keyOf(kind: string, { metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}

/** What a policy is attached to, in its own namespace. */
function targetKey({ spec, metadata }: KubeObject): string {
  const { kind, name } = fieldsOf(fieldsOf(spec)['targetRef']);
  return `${textOf(kind) ?? ''} ${metadata.namespace ?? ''}/${textOf(name) ?? ''}`;
}

function serversOfRoute(route: KubeObject): readonly string[] {
  return parentsOf(route)
    .filter(({ kind }) => kind === 'Server')
    .map(({ namespace, name }) => `Server ${namespace}/${name}`);
}

/** A port that is not known may be any, and is taken for the Server's. */
function isFor(
  server: KubeObject,
  { labels, ports }: PolicyWorkload,
  port: number | null,
): boolean {
  const { podSelector, port: wanted } = fieldsOf(server.spec);
  if (!selects(podSelector, labels)) return false;
  if (port === null) return true;
  const number =
    numberOf(wanted) ?? ports.find(({ names }) => names.includes(String(wanted)))?.number;
  return number === port || String(wanted) === String(port);
}

function isOfServer({ spec }: KubeObject, server: KubeObject): boolean {
  const { name, selector } = fieldsOf(fieldsOf(spec)['server']);
  if (textOf(name) !== undefined) return name === server.metadata.name;
  return selects(selector, server.metadata.labels ?? {});
}

function fallbackOf(
  { annotations }: PolicyWorkload,
  server: KubeObject | undefined,
  namespace: KubeObject | undefined,
): Fallback {
  if (server !== undefined) {
    const policy = textOf(fieldsOf(server.spec)['accessPolicy']) ?? 'deny';
    return { policy, object: refOf(server, SERVER), path: 'spec.accessPolicy', from: 'server' };
  }
  const path = `metadata.annotations[${DEFAULT_POLICY}]`;
  const ofPod = annotations[DEFAULT_POLICY];
  if (ofPod !== undefined) return { policy: ofPod, object: null, path, from: 'pod' };
  const ofNamespace = namespace?.metadata.annotations?.[DEFAULT_POLICY];
  if (namespace !== undefined && ofNamespace !== undefined) {
    const object = refOf(namespace, NAMESPACES);
    return { policy: ofNamespace, object, path, from: 'namespace' };
  }
  return { policy: INSTALLED, object: null, path: '', from: 'installation' };
}

/** What an AuthorizationPolicy asks for: all of it at once. */
export function requiredOf({ spec }: KubeObject) {
  return listOf(fieldsOf(spec)['requiredAuthenticationRefs'])
    .map(fieldsOf)
    .map(({ kind, name, namespace }) => ({
      kind: textOf(kind) ?? '',
      name: textOf(name) ?? '',
      namespace: textOf(namespace),
    }));
}

/** The networks of a list, each with what is left out of it. */
export function networksOf(list: unknown) {
  return listOf(list)
    .map(fieldsOf)
    .map(({ cidr, except }) => ({ cidr: textOf(cidr) ?? '', except: textsOf(except) }));
}
