/** What is known of a namespace, of which its practices are judged. Absent is absent. */
export interface NamespaceFacts {
  readonly namespace: string;
  /** Whether its objects could be read; what counts them is nothing otherwise. */
  readonly hasObjects: boolean;
  /** Running pods. */
  readonly pods: number;
  readonly podsInMesh: number;
  /** The labels or annotations that enrol it. */
  readonly enrolledBy: readonly string[];
  readonly services: readonly ServiceFacts[];
  readonly workloads: readonly WorkloadFacts[];
  /** Proxies beside workloads, one a pod. */
  readonly proxies: readonly ProxyFacts[];
  /** Objects of the meshes in it, and what the checks say of them. */
  readonly objects: number;
  readonly errors: number;
  /** Whether figures could be asked for at all. */
  readonly hasFigures: boolean;
  /** Calls that come in, as far as they are known. */
  readonly inbound: readonly InboundFacts[];
  /** Faults that are injected now, in words. */
  readonly faults: readonly string[];
  /** Earlier ones that objects remember, in words. */
  readonly earlierFaults: readonly string[];
  /** Null where no traces were asked for, or none could be. */
  readonly propagation: readonly PropagationFacts[] | null;
}

export interface ServiceFacts {
  readonly name: string;
  /** The versions of its pods, where they say one; sorted. */
  readonly versions: readonly string[];
  /** Whether a split or a subset tells its versions apart. */
  readonly isSplit: boolean;
  /** Whether a mesh can break circuits for it at all, and whether one is told to. */
  readonly breaker: 'set' | 'unset' | 'impossible';
  /** The longest a call may take by what is written, milliseconds; null where nothing is. */
  readonly timeoutMs: number | null;
  /** Observed; absent where nothing was measured. Milliseconds. */
  readonly p99Ms?: number | undefined;
}

export interface WorkloadFacts {
  readonly name: string;
  readonly isInMesh: boolean;
  /** Whether figures of it came in within the window. */
  readonly reports: boolean;
  readonly hasVersion: boolean;
}

export interface ProxyFacts {
  readonly pod: string;
  readonly container: string;
  readonly hasCpuLimit: boolean;
  readonly hasMemoryLimit: boolean;
}

export interface InboundFacts {
  /** The caller, as people know it; empty where nobody does. */
  readonly source: string;
  /** Requests per second; of TCP, connections or nothing. */
  readonly requestRate: number;
  /** 0..1; null where nobody can know. */
  readonly mtlsShare: number | null;
}

/** The calls of a workload's proxy in a sample of traces. Only workloads that are called themselves are judged. */
export interface PropagationFacts {
  readonly workload: string;
  /** Spans of its proxy that are the client's side of a call. */
  readonly calls: number;
  /** Those of them at which a trace begins, though the workload was called. */
  readonly roots: number;
}
