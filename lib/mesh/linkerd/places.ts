import type { GraphView, MeshNode } from '@/lib/domain/model';
import type { VectorSample } from '@/lib/domain/samples';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { APP_LABELS, VERSION_LABELS, WORKLOAD_KINDS } from '@/lib/mesh/linkerd/metric-labels';
import { distinctNodes, meshNode, unknownNode } from '@/lib/mesh/nodes';

export type Labels = VectorSample['labels'];

const MESH = 'linkerd';

/** The node that stands for every host outside: Linkerd writes their address at most. */
export const OUTSIDE = 'hosts outside the cluster';

interface Name {
  readonly namespace: string;
  readonly name: string;
}

/** What scraped pods say of themselves, and by which service they are called. */
export interface Directory {
  /** By `namespace/workload`. */
  readonly facts: ReadonlyMap<string, Pick<MeshNode, 'app' | 'version'>>;
  /** The service by which all workloads of an app are called, by `namespace/app`. */
  readonly fronts: ReadonlyMap<string, string>;
  /** The workloads that answer for a service, by `namespace/service`. */
  readonly behind: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The label's value; undefined where it is missing. */
export function known(labels: Labels, name: string): string | undefined {
  const value = labels.get(name);
  return value === undefined || value === '' ? undefined : value;
}

/** The workload that a series was scraped from or, with the prefix `dst_`, that was called. */
export function workloadOf(labels: Labels, prefix: '' | 'dst_'): Name | undefined {
  const namespace = known(labels, `${prefix}namespace`);
  const name = firstOf(
    labels,
    WORKLOAD_KINDS.map((kind) => prefix + kind),
  );
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

/** The service that was called. */
export function serviceOf(labels: Labels): Name | undefined {
  const namespace = known(labels, 'dst_namespace');
  const name = known(labels, 'dst_service');
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

/** The service that a route led to. */
export function backendOf(labels: Labels): Name | undefined {
  const namespace = known(labels, 'backend_namespace');
  const name = known(labels, 'backend_name');
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}

export function keyOf({ namespace, name }: Name): string {
  return `${namespace}/${name}`;
}

/** Reads from all series together what each of them tells only in part. */
export function directoryOf(rows: readonly Labels[]): Directory {
  const facts = new Map<string, Pick<MeshNode, 'app' | 'version'>>();
  const [called, behind] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  for (const labels of rows) {
    const scraped = workloadOf(labels, '');
    if (scraped !== undefined) facts.set(keyOf(scraped), factsOf(labels));
    const [callee, service] = [workloadOf(labels, 'dst_'), serviceOf(labels)];
    if (callee === undefined || service === undefined) continue;
    addTo(called, keyOf(callee), service.name);
    addTo(behind, keyOf(service), callee.name);
  }
  return { facts, behind, fronts: frontsOf(called, facts) };
}

/** Of the services by which every called workload of an app is called, the one of its name or the first. */
function frontsOf(
  called: ReadonlyMap<string, ReadonlySet<string>>,
  facts: Directory['facts'],
): ReadonlyMap<string, string> {
  const common = new Map<string, ReadonlySet<string>>();
  for (const [workload, services] of called) {
    const { namespace, name } = nameOf(workload);
    const app = keyOf({ namespace, name: facts.get(workload)?.app ?? name });
    const before = common.get(app);
    const shared = [...services].filter((service) => before?.has(service) ?? true);
    common.set(app, new Set(shared));
  }
  return new Map(
    [...common].flatMap(([app, services]) => {
      const { name } = nameOf(app);
      const front = services.has(name) ? name : [...services].toSorted()[0];
      return front === undefined ? [] : [[app, front] as const];
    }),
  );
}

/** What the labels of a scraped pod say; without any, its workload stands for its app. */
function factsOf(labels: Labels): Pick<MeshNode, 'app' | 'version'> {
  const app = firstOf(labels, APP_LABELS);
  const version = firstOf(labels, VERSION_LABELS);
  return {
    ...(app === undefined ? {} : { app }),
    ...(version === undefined ? {} : { version }),
  };
}

/** How a workload is shown in a view: itself, its app, or the service in front of it. */
export function workloadNode(workload: Name, view: GraphView, directory: Directory): MeshNode {
  const facts = directory.facts.get(keyOf(workload)) ?? {};
  if (view === 'workload') return meshNode(MESH, { ...workload, kind: 'workload' }, facts);
  return appNode(workload.namespace, facts.app ?? workload.name, view, directory);
}

/** How an app is shown: itself or, in the view of services, the one in front of it. */
export function appNode(
  namespace: string,
  app: string,
  view: GraphView,
  { fronts }: Directory,
): MeshNode {
  const front = view === 'service' ? fronts.get(keyOf({ namespace, name: app })) : undefined;
  return front === undefined
    ? meshNode(MESH, { namespace, kind: 'app', name: app }, { app })
    : serviceNode({ namespace, name: front });
}

export function serviceNode(service: Name): MeshNode {
  return meshNode(MESH, { ...service, kind: 'service' });
}

/** Who made a call: the scraped pod's workload. Clients without a proxy are unknown. */
export function sourceNode(labels: Labels, view: GraphView, directory: Directory): MeshNode {
  const workload = workloadOf(labels, '');
  return workload === undefined ? unknownNode(MESH) : workloadNode(workload, view, directory);
}

/**
 * The nodes that serve each service, by the id of its node; see `MeshTelemetry.servedBy`. Whom clients without
 * a proxy of Linkerd call is not told, so that a service that no other client calls is taken to be served by
 * the workloads of the app that is called like it.
 */
export function servedBy(
  view: GraphView,
  directory: Directory,
): ReadonlyMap<string, readonly MeshNode[]> {
  // There calls end at services, whatever serves them.
  if (view === 'service') return new Map();
  return new Map(
    [...workloadsByApp(directory), ...directory.behind].map(([service, workloads]) => {
      const { namespace, name } = nameOf(service);
      const nodes = [...workloads].map((own) =>
        workloadNode({ namespace, name: own }, view, directory),
      );
      return [serviceNode({ namespace, name }).id, distinctNodes(nodes)] as const;
    }),
  );
}

/** Apps that are shown as such where services are to be; see `MeshTelemetry.unnamed`. */
export function unnamed(view: GraphView, directory: Directory): ReadonlyMap<string, string> {
  if (view !== 'service') return new Map();
  return new Map(
    [...workloadsByApp(directory).keys()].flatMap((key) => {
      const { namespace, name } = nameOf(key);
      const node = appNode(namespace, name, view, directory);
      return node.kind === 'app' ? [[serviceNode({ namespace, name }).id, node.id] as const] : [];
    }),
  );
}

function workloadsByApp({ facts }: Directory): ReadonlyMap<string, ReadonlySet<string>> {
  const byApp = new Map<string, Set<string>>();
  for (const [workload, { app }] of facts) {
    const { namespace, name } = nameOf(workload);
    addTo(byApp, keyOf({ namespace, name: app ?? name }), name);
  }
  return byApp;
}

function nameOf(key: string): Name {
  const [namespace = '', name = ''] = key.split('/');
  return { namespace, name };
}

/** Whom a client called: the workload that answered or, where it is not named, the service or host. */
export function targetNode(labels: Labels, view: GraphView, directory: Directory): MeshNode {
  const [workload, service] = [workloadOf(labels, 'dst_'), serviceOf(labels)];
  if (view === 'service' && service !== undefined) return serviceNode(service);
  if (workload !== undefined) return workloadNode(workload, view, directory);
  return service === undefined ? outsideNode(labels) : serviceNode(service);
}

/** Where a route led: the service or, when only one workload answers for it, that. */
export function backendNode(backend: Name, view: GraphView, directory: Directory): MeshNode {
  const [only, ...others] = [...(directory.behind.get(keyOf(backend)) ?? [])];
  if (view === 'service' || only === undefined || others.length > 0) return serviceNode(backend);
  return workloadNode({ namespace: backend.namespace, name: only }, view, directory);
}

function outsideNode(labels: Labels): MeshNode {
  const host = hostOf(known(labels, 'authority'));
  const service = host === undefined ? null : serviceNameOf(host);
  if (service !== null) return serviceNode(service);
  return meshNode(MESH, { namespace: '', kind: 'external', name: host ?? OUTSIDE });
}

/** The host of an authority, without its port. */
export function hostOf(authority: string | undefined): string | undefined {
  return authority?.replace(/:\d+$/, '');
}

function firstOf(labels: Labels, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = known(labels, name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  map.set(key, (map.get(key) ?? new Set<string>()).add(value));
}
