import { MEBIBYTE } from './build-topology';
import type { DemoMesh } from './types';

/** Namespaces whose sidecars are native: init containers that Kubernetes keeps running. */
export const NATIVE_SIDECARS: ReadonlySet<string> = new Set(['members', 'warehouse']);

/** What a proxy beside a workload costs. */
export interface ProxyContainer {
  readonly name: string;
  readonly cpuSecondsPerRequest: number;
  readonly idleCores: number;
  readonly memoryBytes: number;
  readonly cpuLimitCores: number;
  readonly throttledShare: number;
}

function envoy(name: string): ProxyContainer {
  return {
    name,
    cpuSecondsPerRequest: 0.0006,
    idleCores: 0.004,
    memoryBytes: 52 * MEBIBYTE,
    cpuLimitCores: 2,
    throttledShare: 0,
  };
}

/** The proxy container that each mesh adds to a pod; null where there is none in the pod. */
export const PROXIES: Readonly<Record<DemoMesh, ProxyContainer | null>> = {
  istio: envoy('istio-proxy'),
  ambient: null,
  linkerd: {
    ...envoy('linkerd-proxy'),
    cpuSecondsPerRequest: 0.0003,
    memoryBytes: 9 * MEBIBYTE,
  },
  consul: envoy('consul-dataplane'),
  'app-mesh': envoy('envoy'),
};
