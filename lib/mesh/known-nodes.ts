import type { MeshId, MeshNode } from '@/lib/domain/model';

/** What telemetry knows of the nodes of a mesh, for spans that do not say in which namespace they were made. */
export interface KnownNodes {
  /** The workload of this name; null when there is none, or several namespaces have one. */
  workload(mesh: MeshId, name: string): MeshNode | null;
  /** The namespace of the workloads of an app; null when there is none, or several. */
  namespaceOfApp(mesh: MeshId, app: string): string | null;
}

/** Indexes nodes by name, and keeps what is clear. */
export function knownNodes(nodes: readonly MeshNode[]): KnownNodes {
  const workloads = new Map<string, MeshNode | null>();
  const apps = new Map<string, string | null>();
  for (const node of nodes.filter(({ kind }) => kind === 'workload')) {
    for (const mesh of node.meshes) {
      const byName = keyOf(mesh, node.name);
      workloads.set(byName, workloads.has(byName) ? null : node);
      const byApp = keyOf(mesh, node.app ?? node.name);
      const known = apps.get(byApp);
      apps.set(byApp, known === undefined || known === node.namespace ? node.namespace : null);
    }
  }
  return {
    workload: (mesh, name) => workloads.get(keyOf(mesh, name)) ?? null,
    namespaceOfApp: (mesh, app) => apps.get(keyOf(mesh, app)) ?? null,
  };
}

function keyOf(mesh: MeshId, name: string): string {
  return `${mesh} ${name}`;
}
