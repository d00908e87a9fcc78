import type { JsonObject } from '../kubernetes/json';
import type { Schema } from '../kubernetes/schema';
import type { ServedKind } from '../kubernetes/served-kind';
import type { ObjectStore } from '../kubernetes/store';
import type { MakeMetrics } from '../model/metrics';
import type { SpanStyle } from '../tracing/span-style';
import type { DemoMesh, DemoRoute, DemoTopology, DemoWorkload } from '../model/types';

/** How a service's requests are routed, with the names that proxies put into their spans. */
export interface ServiceRouting extends DemoRoute {
  /** The object with the weights, where one of its routes has several targets. */
  readonly weightedBy?: string;
  /** The subset through which each version is reached. */
  readonly subsets: Readonly<Record<string, string>>;
}

/** What a topology consists of, without routes: those are read from the objects. */
export type TopologyPart = Omit<DemoTopology, 'routes'>;

/** What an injector adds to a pod. */
export interface PodParts {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly containers: readonly JsonObject[];
  readonly initContainers: readonly JsonObject[];
  /** Whether there is no container of the application itself, as in a gateway. */
  readonly replaces?: boolean;
}

export const NO_PARTS: PodParts = {
  labels: {},
  annotations: {},
  containers: [],
  initContainers: [],
};

/** What the demo plays of one mesh (or of Gateway API, which lives on any of them). */
export interface MeshPart {
  /** As `--mesh` takes it. */
  readonly id: string;
  /** The mesh whose pods and namespaces it marks; null when it has none of its own. */
  readonly mesh: DemoMesh | null;
  /** Its namespaces, workloads and calls. Calls to or from workloads of other parts may be among them. */
  readonly topology: (seed: number) => TopologyPart;
  readonly metrics: MakeMetrics;
  /** How its proxies write spans; like Istio's when it is left out. */
  readonly spans?: SpanStyle;
  /** Its kinds are listed in demo/kubernetes/kinds.ts; these are the schemas of some of them. */
  readonly schemas: readonly (readonly [ServedKind, Schema])[];
  /** What its admission webhook says against an object; null when nothing. */
  readonly admit: (kind: ServedKind, object: JsonObject) => string | null;
  /** Objects by which it is found: its control plane. There when any pod of a topology is in the mesh. */
  readonly controlPlane: () => readonly JsonObject[];
  /** Its configuration for its own topology. */
  readonly objects: () => readonly JsonObject[];
  /** Labels and annotations that make a namespace part of the mesh. */
  readonly namespaceMarks: (namespace: string) => {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly podParts: (workload: DemoWorkload) => PodParts;
  /** How the objects in force route the services that they speak of. */
  readonly routes: (store: ObjectStore) => readonly ServiceRouting[];
  /** The API groups whose objects routing depends on. */
  readonly routingGroups: readonly string[];
}
