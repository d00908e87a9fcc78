import type { GraphNode } from '@/lib/contract/graph';

/** What each kind of node is called. */
export const KIND_WORDS: Readonly<Record<GraphNode['kind'] | 'box', string>> = {
  workload: 'Workload',
  service: 'Service',
  app: 'Application',
  external: 'Outside the mesh',
  unknown: 'Unknown caller',
  box: 'Namespace',
};

/** A name with its namespace, where it has one. */
export function fullName({ name, namespace }: Pick<GraphNode, 'name' | 'namespace'>): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}

/** Who reported a figure, in words. */
export const REPORTER_WORDS: Readonly<Record<string, string>> = {
  source: 'reported by the caller’s proxy',
  destination: 'reported by the callee’s proxy',
  waypoint: 'reported by a proxy on the way',
  ztunnel: 'reported by the proxy of the node',
};
