import type { GraphView, MeshId, MeshNode } from '@/lib/domain/model';
import { DEFAULT_CLUSTER } from '@/lib/mesh/clusters';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { meshNode, unknownNode } from '@/lib/mesh/nodes';

export type Labels = ReadonlyMap<string, string>;

/** Envoy clusters that stand for hosts the mesh does not know. */
const VIRTUAL_CLUSTERS: ReadonlySet<string> = new Set(['PassthroughCluster', 'BlackHoleCluster']);

/** The label's value, or undefined where it is missing or says that nothing is known. */
export function known(labels: Labels, name: string): string | undefined {
  const value = labels.get(name);
  return value === undefined || value === '' || value === 'unknown' ? undefined : value;
}

/** The service that callers reach an app by, keyed by the id of the app's node. */
export type Fronts = ReadonlyMap<string, MeshNode>;

/** How series are read: as the account of which mesh, for which view. */
export interface Reading {
  readonly mesh: MeshId;
  readonly view: GraphView;
  readonly fronts: Fronts;
}

/** The node that made a call. In the service view: the service in front of it, where there is one. */
export function sourceNode(labels: Labels, { mesh, view, fronts }: Reading): MeshNode {
  const cluster =
    known(labels, 'source_cluster') ?? known(labels, 'destination_cluster') ?? DEFAULT_CLUSTER;
  const node =
    workloadOrApp(labels, 'source', cluster, { mesh, view }) ?? unknownNode(mesh, cluster);
  return (view === 'service' ? fronts.get(node.id) : undefined) ?? node;
}

/** The node that a call was for: what the view folds by or, where that is not known, the host. */
export function destinationNode(
  labels: Labels,
  { mesh, view }: Pick<Reading, 'mesh' | 'view'>,
): MeshNode {
  const cluster = clusterOfDestination(labels);
  const byName = workloadOrApp(labels, 'destination', cluster, { mesh, view });
  const byHost = hostNode(mesh, labels, cluster);
  const [first, second] = view === 'service' ? [byHost, byName] : [byName, byHost];
  return first ?? second ?? unknownNode(mesh, cluster);
}

/** The workload (in its view) or else the app that the labels of one side name. */
function workloadOrApp(
  labels: Labels,
  side: 'source' | 'destination',
  cluster: string,
  { mesh, view }: Pick<Reading, 'mesh' | 'view'>,
): MeshNode | null {
  const namespace = known(labels, `${side}_workload_namespace`) ?? '';
  const app = known(labels, `${side}_canonical_service`);
  const version = known(labels, `${side}_canonical_revision`);
  const workload = known(labels, `${side}_workload`);
  if (view === 'workload' && workload !== undefined) {
    return meshNode(
      mesh,
      { cluster, namespace, kind: 'workload', name: workload },
      { app, version },
    );
  }
  return app === undefined
    ? null
    : meshNode(mesh, { cluster, namespace, kind: 'app', name: app }, { app });
}

/** The service or the outside host that was called, or null when the host is not known. */
function hostNode(mesh: MeshId, labels: Labels, cluster: string): MeshNode | null {
  const host = known(labels, 'destination_service');
  const virtual = known(labels, 'destination_service_name') ?? '';
  if (host === undefined) {
    return VIRTUAL_CLUSTERS.has(virtual)
      ? meshNode(mesh, { cluster, namespace: '', kind: 'external', name: virtual })
      : null;
  }
  const service = VIRTUAL_CLUSTERS.has(virtual) ? null : serviceNameOf(host);
  return service === null
    ? meshNode(mesh, { cluster, namespace: '', kind: 'external', name: host })
    : meshNode(mesh, {
        cluster,
        namespace: service.namespace,
        kind: 'service',
        name: service.name,
      });
}

/** Finds the service in front of each app: the one of its name or, failing that, the first. */
export function frontsOf(mesh: MeshId, rows: readonly Labels[]): Fronts {
  const fronts = new Map<string, MeshNode>();
  for (const labels of rows) {
    const cluster = clusterOfDestination(labels);
    const app = workloadOrApp(labels, 'destination', cluster, { mesh, view: 'app' });
    const service = hostNode(mesh, labels, cluster);
    if (app === null || service?.kind !== 'service') continue;
    const current = fronts.get(app.id);
    if (current === undefined || isNearer(service, current, app)) fronts.set(app.id, service);
  }
  return fronts;
}

function isNearer(candidate: MeshNode, current: MeshNode, app: MeshNode): boolean {
  const [a, b] = [candidate.name === app.name, current.name === app.name];
  return a === b ? candidate.id < current.id : a;
}

/** A destination that cannot name its cluster is in that of the caller, as far as anyone knows. */
function clusterOfDestination(labels: Labels): string {
  return known(labels, 'destination_cluster') ?? known(labels, 'source_cluster') ?? DEFAULT_CLUSTER;
}
