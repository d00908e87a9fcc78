import { podNames } from './random';
import type { DemoBehaviour, DemoMesh, DemoService, DemoWorkload } from './types';

export const MEBIBYTE = 1024 * 1024;

/** How a workload behaves that nothing special is said of. */
export const USUAL: DemoBehaviour = {
  medianMs: 12,
  sigma: 0.6,
  failures: [],
  requestBytes: 640,
  responseBytes: 2_400,
  cpuSecondsPerRequest: 0.003,
  idleCores: 0.01,
  memoryBytes: 160 * MEBIBYTE,
  cpuLimitCores: 0.5,
};

/** A workload in short. */
export interface WorkloadSpec {
  readonly at: `${string}/${string}`;
  readonly pods?: number;
  readonly version?: string;
  /** The app and Service, where they differ from the workload's name. */
  readonly service?: string;
  /** The mesh that it is in; null for none. That of the part when it is left out. */
  readonly mesh?: DemoMesh | null;
  readonly behaviour?: Partial<DemoBehaviour>;
}

/** The workload that a spec is short for. */
export function workloadOf(spec: WorkloadSpec, mesh: DemoMesh | null, seed: number): DemoWorkload {
  const [namespace = '', name = ''] = spec.at.split('/');
  const service = spec.service ?? name;
  return {
    namespace,
    name,
    app: service,
    version: spec.version ?? 'v1',
    service,
    pods: podNames(name, spec.pods ?? 1, seed),
    mesh: spec.mesh === undefined ? mesh : spec.mesh,
    behaviour: { ...USUAL, ...spec.behaviour },
  };
}

type Port = Pick<DemoService, 'port' | 'protocol'>;

/** The services in front of workloads: HTTP on 8080 unless `ports` says otherwise by `namespace/service`. */
export function servicesOf(
  workloads: readonly DemoWorkload[],
  ports: Readonly<Record<string, Port>> = {},
): DemoService[] {
  const keys = new Set(workloads.map(({ namespace, service }) => `${namespace}/${service}`));
  return [...keys].map((key) => {
    const [namespace = '', name = ''] = key.split('/');
    return { namespace, name, port: 8080, protocol: 'http', ...ports[key] };
  });
}
