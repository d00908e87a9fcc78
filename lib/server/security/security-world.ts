import 'server-only';
import { DEFAULT_CLUSTER } from '@/lib/contract/urls';
import { nodeId, type MeshEdge, type MeshNode } from '@/lib/domain/model';
import type { MeshPolicies, PolicySource, PolicyWorkload } from '@/lib/domain/policy';
import type { MeshAdapter, MeshTelemetry, ObjectStore } from '@/lib/mesh/adapter';
import { policyWorkloads } from '@/lib/mesh/policies/workloads';
import { appOf } from '@/lib/mesh/versions';
import { OUTSIDE_NAME } from '@/lib/server/telemetry/within-scope';

/** What objects and telemetry tell together, of what one person may read. */
export interface SecurityWorld {
  /** By `namespace/name`. */
  readonly workloads: ReadonlyMap<string, PolicyWorkload>;
  readonly nodes: ReadonlyMap<string, MeshNode>;
  readonly edges: readonly MeshEdge[];
  /** The policies of a mesh; undefined for one that is not known. */
  policiesOf(mesh: string | null): MeshPolicies | undefined;
  /** The workloads behind a node: itself, or those behind a service or of an app. */
  behind(node: MeshNode): readonly PolicyWorkload[];
  /** Whom a node stands for as a caller. */
  sourceOf(node: MeshNode): readonly PolicySource[];
}

const NO_CALLS: MeshTelemetry = { nodes: [], edges: [] };

/** Puts the world together; the objects are indexed once for each mesh that is asked for. */
export function securityWorld(
  meshes: readonly MeshAdapter[],
  store: ObjectStore,
  telemetry: MeshTelemetry | null,
): SecurityWorld {
  const workloads = policyWorkloads(store, meshes);
  const { nodes, edges } = telemetry ?? NO_CALLS;
  const known = new Map<string, MeshPolicies>();
  const world: SecurityWorld = {
    workloads,
    nodes: new Map(nodes.map((node) => [node.id, node])),
    edges,
    policiesOf(id) {
      const adapter = meshes.find((mesh) => mesh.id === id);
      if (adapter === undefined) return undefined;
      const policies = known.get(adapter.id) ?? adapter.policies(store);
      known.set(adapter.id, policies);
      return policies;
    },
    behind: (node) => behind(node, workloads),
    sourceOf(node) {
      const found = behind(node, workloads);
      if (found.length > 0) return found.map((workload) => ({ kind: 'workload', workload }));
      return [{ kind: isNobody(node) ? 'outside' : 'unknown' }];
    },
  };
  return world;
}

/** What telemetry has no name for is beyond every mesh; what may not be told may be anybody. */
function isNobody({ kind, name, namespace }: MeshNode): boolean {
  if (kind === 'external') return true;
  return kind === 'unknown' && namespace === '' && name !== OUTSIDE_NAME;
}

function behind(
  { kind, namespace, name }: MeshNode,
  workloads: ReadonlyMap<string, PolicyWorkload>,
): readonly PolicyWorkload[] {
  const own = workloads.get(`${namespace}/${name}`);
  switch (kind) {
    case 'workload':
      return own === undefined ? [] : [own];
    case 'service':
      return all(workloads, namespace, ({ services }) => services.includes(name));
    case 'app':
      return all(workloads, namespace, ({ labels }) => appOf(labels) === name);
    case 'external':
    case 'unknown':
      return [];
  }
}

function all(
  workloads: ReadonlyMap<string, PolicyWorkload>,
  namespace: string,
  test: (workload: PolicyWorkload) => boolean,
): readonly PolicyWorkload[] {
  return [...workloads.values()].filter((each) => each.namespace === namespace && test(each));
}

/** The id of a workload's node. */
export function workloadNode({ namespace, name }: Pick<PolicyWorkload, 'namespace' | 'name'>) {
  return nodeId(DEFAULT_CLUSTER, namespace, 'workload', name);
}
