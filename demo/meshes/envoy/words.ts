import type { Flow } from '../../model/flow';
import type { Labels } from '../../model/labels';
import type { DemoMesh, DemoWorkload } from '../../model/types';

/** How one mesh labels the statistics of its Envoys. */
export interface EnvoyWords {
  readonly mesh: DemoMesh;
  /** The port at which the proxy is scraped. */
  readonly port: number;
  /** Labels on every series of a pod's proxy, beside those of the scrape. */
  readonly ofProxy: (workload: DemoWorkload) => Labels;
  /** The labels of the caller's cluster that a flow goes through; null when it has none of its own. */
  readonly outbound: (flow: Flow) => Labels | null;
  /** The labels of the server's cluster that leads to its application. */
  readonly inbound: (flow: Flow) => Labels;
  /** How a flow comes in at the server: by HTTP, or only as bytes because the listener does not look into it. */
  readonly arrival: (flow: Flow) => Arrival;
  /** Whether calls between two of its proxies are under TLS. */
  readonly isTls: (flow: Flow) => boolean;
  /**
   * The services whose streams of gRPC Envoy counts by status. Callers' clusters have dots in their names, which
   * keeps Envoy's own rules from reading service and method out of the names of these counters.
   */
  readonly grpcServices: readonly string[];
}

export interface Arrival {
  /** The value of `envoy_http_conn_manager_prefix` or `envoy_tcp_prefix`. */
  readonly prefix: string;
  readonly kind: 'http' | 'tcp';
  /** Whether the request goes on to an application in the same pod: not in a gateway. */
  readonly hasApplication: boolean;
}
