/** Seconds since 1970-01-01 UTC, with fractions. */
export type EpochSeconds = number;

/** One workload (a Deployment) of the demo mesh. */
export interface DemoWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly app: string;
  readonly version: string;
  /** Name of the Service in front of it, in the same namespace. */
  readonly service: string;
  readonly pods: readonly string[];
  /** Whether its pods carry a sidecar. */
  readonly inMesh: boolean;
}

export interface DemoService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly protocol: 'http' | 'grpc' | 'tcp';
  /** Set for hosts outside the cluster (a ServiceEntry), for example `api.cards.example`. */
  readonly externalHost?: string;
}

/** A caller and whom it calls; the weights decide which workload of the callee answers. */
export interface DemoCall {
  /** `namespace/workload` of the caller, or null for clients outside the mesh. */
  readonly from: string | null;
  /** `namespace/service` of the callee. */
  readonly to: string;
  /** Mean requests per second of this call, before the daily rhythm; connections for TCP. */
  readonly requestRate: number;
  /** Share of requests that carry the header which the VirtualService matches first, 0..1. */
  readonly headerShare?: number;
}

export interface DemoTopology {
  readonly namespaces: readonly { readonly name: string; readonly injected: boolean }[];
  readonly services: readonly DemoService[];
  readonly workloads: readonly DemoWorkload[];
  readonly calls: readonly DemoCall[];
}

/** How a service's requests are shared out, as the VirtualServices in force say. */
export interface DemoRoute {
  /** `namespace/service`. */
  readonly service: string;
  /** Shares by version for requests with the matched header, and for the rest. Each sums to 1, or is empty when nothing is routed. */
  readonly header: Readonly<Record<string, number>>;
  readonly rest: Readonly<Record<string, number>>;
}

/** What truly happens on one edge, for tests. */
export interface TrueEdge {
  /** `namespace/workload` (or `unknown`) and `namespace/workload` or external host. */
  readonly source: string;
  readonly target: string;
  readonly host: string;
  readonly protocol: 'http' | 'grpc' | 'tcp';
  /** Means over the window; per second. */
  readonly requestRate: number;
  readonly errorRate: number;
  readonly requestBytesPerSecond: number;
  readonly responseBytesPerSecond: number;
  readonly mtlsShare: number | null;
  /** True quantiles of the latency distribution, milliseconds. */
  readonly quantilesMs: Readonly<Record<'0.5' | '0.95' | '0.99', number>> | null;
}

/** One time series as a function of time. */
export interface DemoSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** The value at a moment, deterministic: the same for every reader and every process. */
  valueAt(at: EpochSeconds): number;
}

/** The traffic of the demo mesh as a pure function of the seed, the routes and the clock. */
export interface TrafficModel {
  readonly topology: DemoTopology;
  /** Changes routing from `at` on; what came before stays as it was. */
  setRoutes(routes: readonly DemoRoute[], at: EpochSeconds): void;
  /** All series, or those with this metric name (histograms give `_bucket`, `_sum`, `_count`). */
  series(name?: string): readonly DemoSeries[];
  /** What truly happened in `(at - windowSeconds, at]`. */
  truth(at: EpochSeconds, windowSeconds: number): readonly TrueEdge[];
}
