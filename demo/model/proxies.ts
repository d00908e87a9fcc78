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
  /** Absent where its injector sets none; so it is with memory. */
  readonly cpuLimitCores?: number | undefined;
  readonly memoryLimitBytes?: number | undefined;
  readonly throttledShare: number;
}

function envoy(name: string): ProxyContainer {
  return {
    name,
    cpuSecondsPerRequest: 0.0006,
    idleCores: 0.004,
    memoryBytes: 52 * MEBIBYTE,
    cpuLimitCores: 2,
    memoryLimitBytes: 1024 * MEBIBYTE,
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
    cpuLimitCores: undefined,
    memoryLimitBytes: undefined,
  },
  consul: envoy('consul-dataplane'),
  'app-mesh': envoy('envoy'),
};

type Amounts = Readonly<Record<'cpu' | 'memory', string>>;

type ProxyResources = Partial<
  Readonly<Record<'resources', Readonly<Record<'limits' | 'requests', Amounts>>>>
>;

/** What a mesh's injector writes for its proxy's container: its limits, and a quarter of them as requests. */
export function proxyResources(mesh: DemoMesh): ProxyResources {
  const { cpuLimitCores, memoryLimitBytes } = PROXIES[mesh] ?? {};
  if (cpuLimitCores === undefined || memoryLimitBytes === undefined) return {};
  const of = (part: number) => ({
    cpu: `${String(1000 * cpuLimitCores * part)}m`,
    memory: `${String((memoryLimitBytes * part) / MEBIBYTE)}Mi`,
  });
  return { resources: { limits: of(1), requests: of(0.25) } };
}
