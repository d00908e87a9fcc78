import type { NodeKind, Protocol } from '@/lib/domain/model';

export type HealthStatus = 'healthy' | 'degraded' | 'failing' | 'idle' | 'unknown';

interface Condition {
  readonly status: HealthStatus;
  readonly reasons: readonly string[];
}

/** What the graph shows of a node. The nodes of the API are such. Absent figures were not measured. */
export interface VizNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly cluster: string;
  /** Empty for what stands outside every namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly version?: string | undefined;
  /** The ids of the meshes that reported it. */
  readonly meshes?: readonly string[] | undefined;
  readonly health: Condition;
  /** Requests per second. */
  readonly requestRate?: number | undefined;
  /** 0..1; null when there were no requests. */
  readonly errorRatio?: number | null | undefined;
  readonly bytesPerSecond?: number | undefined;
  /** Words to stand on it, such as `fault`. */
  readonly marks?: readonly string[] | undefined;
}

/** What the graph shows of a call. The edges of the API are such. */
export interface VizEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly protocol: Protocol;
  /** The ids of the meshes that reported it. */
  readonly meshes?: readonly string[] | undefined;
  readonly health: Condition;
  readonly requestRate?: number | undefined;
  readonly errorRatio?: number | null | undefined;
  readonly p95Ms?: number | undefined;
  readonly mtlsShare?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
}

/** Nodes and the edges between them. */
export interface VizGraph<N extends VizNode = VizNode, E extends VizEdge = VizEdge> {
  readonly nodes: readonly N[];
  readonly edges: readonly E[];
}

const SEVERITY: Readonly<Record<HealthStatus, number>> = {
  failing: 4,
  degraded: 3,
  unknown: 2,
  healthy: 1,
  idle: 0,
};

/** How bad a status is: the larger the worse. */
export function severity(status: HealthStatus): number {
  return SEVERITY[status];
}

/** The worst of some statuses; `idle` when there are none. */
export function worst(statuses: Iterable<HealthStatus>): HealthStatus {
  let found: HealthStatus = 'idle';
  for (const status of statuses) if (severity(status) > severity(found)) found = status;
  return found;
}

/** The id of the box that a node stands in: its cluster and namespace; null outside of all. */
export function boxIdOf({ cluster, namespace }: VizNode): string | null {
  return namespace === '' ? null : `${cluster}/${namespace}`;
}
