/** Seconds since 1970-01-01 UTC, with fractions. */
export type EpochSeconds = number;

/** An answer other than success, or a request lost on its way. */
export interface DemoFailure {
  /** The HTTP code that the reporter notes: `200` for a failed gRPC call, `0` when there was no answer. */
  readonly code: string;
  /** Set for gRPC. */
  readonly grpcStatus?: string;
  /** Envoy response flags, `-` for none. */
  readonly flags: string;
  /** Share of the requests that fail so, 0..1. */
  readonly share: number;
}

/** How a workload (or a host outside the mesh) answers, and what it costs. */
export interface DemoBehaviour {
  /**
   * Latency at the server is lognormal. Half of the requests that meet it calm take less than this;
   * those that meet it busy, which are more at some times than at others, take 1.7 times as long.
   */
  readonly medianMs: number;
  /** Standard deviation of the logarithm: p95 = median × exp(1.645 × sigma). */
  readonly sigma: number;
  readonly failures: readonly DemoFailure[];
  /** Mean sizes of a request and its response; of a connection's two directions for TCP. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** CPU seconds per request, beyond `idleCores`. */
  readonly cpuSecondsPerRequest: number;
  readonly idleCores: number;
  readonly memoryBytes: number;
  /** Absent when the container has no CPU limit; then it is never throttled. */
  readonly cpuLimitCores?: number;
  /** Share of the scheduler's periods in which the container was throttled, 0..1. */
  readonly throttledShare?: number;
}

/** The meshes whose proxies the demo plays. */
export type DemoMesh = 'istio' | 'ambient' | 'linkerd' | 'consul' | 'app-mesh';

/** One workload (a Deployment) of the demo mesh. */
export interface DemoWorkload {
  readonly namespace: string;
  readonly name: string;
  readonly app: string;
  readonly version: string;
  /** Name of the Service in front of it, in the same namespace. */
  readonly service: string;
  readonly pods: readonly string[];
  /** The mesh whose proxy its pods have; null for none. */
  readonly mesh: DemoMesh | null;
  readonly behaviour: DemoBehaviour;
}

export interface DemoService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
  readonly protocol: 'http' | 'grpc' | 'tcp';
  /** Set for hosts outside the cluster (a ServiceEntry), for example `api.cards.example`. */
  readonly externalHost?: string;
  /** Whether nothing declares the external host, so that Envoy's `PassthroughCluster` takes it. */
  readonly undeclared?: boolean;
  /** How an external host answers. */
  readonly behaviour?: DemoBehaviour;
}

/** A caller and whom it calls; the weights decide which workload of the callee answers. */
export interface DemoCall {
  /** `namespace/workload` of the caller, or null for clients outside the mesh. */
  readonly from: string | null;
  /** `namespace/service` of the callee. */
  readonly to: string;
  /**
   * Mean requests per second of this call, before the daily rhythm; connections for TCP.
   * It grows and shrinks with the share of traffic that routing gives the caller, and is as written
   * under the topology's own `routes`.
   */
  readonly requestRate: number;
  /** Share of requests that carry the header which the VirtualService matches first, 0..1. */
  readonly headerShare?: number;
  /** Share of the requests that travel without mutual TLS, 0..1. */
  readonly plaintextShare?: number;
  /** Requests that never reach a workload: only the caller's proxy knows of them. */
  readonly lost?: readonly DemoFailure[];
}

export interface DemoNamespace {
  readonly name: string;
  /** The mesh that it is made part of; null for none. */
  readonly mesh: DemoMesh | null;
}

export interface DemoTopology {
  readonly namespaces: readonly DemoNamespace[];
  readonly services: readonly DemoService[];
  readonly workloads: readonly DemoWorkload[];
  readonly calls: readonly DemoCall[];
  /** What routes are in force from the start, until `setRoutes` says otherwise. */
  readonly routes: readonly DemoRoute[];
}

/** What a route does to some of its requests on purpose, at the caller's proxy. */
export type DemoFault =
  | {
      readonly kind: 'abort';
      /** What the caller gets instead of an answer; a gRPC caller `200` with its status. */
      readonly code: string;
      readonly grpcStatus?: string;
      /** 0..1. */
      readonly share: number;
    }
  | { readonly kind: 'delay'; readonly ms: number; readonly share: number };

/**
 * How a service's requests are shared out, as the VirtualServices in force say. A service without
 * one is shared out evenly over its pods.
 */
export interface DemoRoute {
  /** `namespace/service`. */
  readonly service: string;
  /** The meshes whose callers obey it; everybody when it is left out. */
  readonly callers?: readonly DemoMesh[];
  /**
   * Shares by version for requests with the matched header, and for the rest. Each sums to 1.
   * An empty `header` sends those requests the way of the rest; an empty `rest` means evenly over
   * the pods. The share of a version that does not exist fails at the caller (503, `NC`).
   */
  readonly header: Readonly<Record<string, number>>;
  readonly rest: Readonly<Record<string, number>>;
  /** Faults of requests with the matched header, and of the rest; only sidecars of Istio inject them. */
  readonly faults?: { readonly header: readonly DemoFault[]; readonly rest: readonly DemoFault[] };
}

/** What truly happens on one edge, for tests. */
export interface TrueEdge {
  /** `namespace/workload`, or `unknown` for clients without a sidecar. */
  readonly source: string;
  /**
   * `namespace/workload`; `unknown` where no proxy can name it: hosts outside the mesh, workloads
   * without a sidecar, and requests that were lost on their way.
   */
  readonly target: string;
  /** The FQDN or external host that was called. */
  readonly host: string;
  /** The meshes of the two ends; null for none, or where no proxy can name it. */
  readonly meshes: readonly [source: DemoMesh | null, target: DemoMesh | null];
  readonly protocol: 'http' | 'grpc' | 'tcp';
  /** Means over the window; per second. For TCP, connections. */
  readonly requestRate: number;
  /** HTTP 5xx or no answer, or a gRPC status other than 0. */
  readonly errorRate: number;
  readonly requestBytesPerSecond: number;
  readonly responseBytesPerSecond: number;
  /** 0..1; null where no proxy can know, or nothing flowed. */
  readonly mtlsShare: number | null;
  /** True quantiles of the latency distribution, milliseconds. */
  readonly quantilesMs: Readonly<Record<'0.5' | '0.95' | '0.99', number>> | null;
  /** The same, as the caller's proxy sees them: with the way there and back. */
  readonly callerQuantilesMs: TrueEdge['quantilesMs'];
}

/** One time series as a function of time. */
export interface DemoSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /**
   * The value at a moment, deterministic: the same for every reader and every process. Counters
   * are a fluid: they may hold fractions of a request, and they never fall.
   */
  valueAt(at: EpochSeconds): number;
}

/** The traffic of the demo mesh as a pure function of the seed, the routes and the clock. */
export interface TrafficModel {
  readonly topology: DemoTopology;
  /** Changes routing from `at` on; what came before stays as it was. */
  setRoutes(routes: readonly DemoRoute[], at: EpochSeconds): void;
  /**
   * All series, or those with this metric name (histograms give `_bucket`, `_sum`, `_count`). The
   * same array as long as no series was added.
   */
  series(name?: string): readonly DemoSeries[];
  /** What truly happened in `(at - windowSeconds, at]`. */
  truth(at: EpochSeconds, windowSeconds: number): readonly TrueEdge[];
}
