import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { GraphView, MeshEdge, MeshId, MeshNode } from '@/lib/domain/model';
import type { PromQl } from '@/lib/domain/promql';
import type {
  ActiveFault,
  FigureQuery,
  RetryLayer,
  ServiceResilience,
} from '@/lib/domain/resilience/setting';
import type { Result } from '@/lib/domain/result';
import type { ServiceRouting } from '@/lib/domain/routing/dialect';
import type { VectorSample } from '@/lib/domain/samples';
import type { MeshPolicies } from '@/lib/domain/policy';
import type { SpanFacts } from '@/lib/domain/span-facts';
import type { Rule } from '@/lib/mesh/checks/rule';
import type { DeclaredHost } from '@/lib/mesh/host-targets';
import type { ReferenceRule } from '@/lib/mesh/references';
import type { KnownNodes } from '@/lib/mesh/known-nodes';
import type { Change, Refusal, Split, SplitIntent } from '@/lib/domain/split';
import type { SplitStart } from '@/lib/domain/split-start';

/** A query with the key under which its answer is handed back. */
export interface NamedQuery {
  readonly key: string;
  readonly promql: string;
}

/** Answers by key. A key is missing when its query failed: what it feeds is then absent, not zero. */
export type QueryAnswers = ReadonlyMap<string, readonly VectorSample[]>;

export interface TelemetryRequest {
  /** The rate window. */
  readonly windowSeconds: number;
  readonly view: GraphView;
  /**
   * Whether the proxies on the way of a call are shown as nodes of their own (client → waypoint → server)
   * or folded into one edge. Meshes without such proxies have nothing to fold.
   */
  readonly proxies: 'folded' | 'shown';
}

export interface MeshTelemetry {
  readonly nodes: readonly MeshNode[];
  readonly edges: readonly MeshEdge[];
  /**
   * Services, by the id of their node, of which the mesh knows every server, and the nodes of those in this
   * view: where callers of another mesh that know only the service really go.
   */
  readonly servedBy?: ReadonlyMap<string, readonly MeshNode[]> | undefined;
  /**
   * In the view of services, the ids of apps whose service no caller of this mesh names, by the id of the node
   * of a service that is called like the app: what it is if somebody calls that.
   */
  readonly unnamed?: ReadonlyMap<string, string> | undefined;
  /** What keeps the mesh's figures as a whole from being what they should be; mostly nothing. */
  readonly warnings?: readonly TelemetryWarning[] | undefined;
}

/** A sentence for people, which names no object of the cluster, with a code for machines. */
export interface TelemetryWarning {
  readonly code: string;
  readonly message: string;
}

/** What a chart asks for: the inbound or outbound calls of a node, or one edge. */
export type SeriesTarget =
  | { readonly kind: 'node'; readonly node: string; readonly direction: 'inbound' | 'outbound' }
  | { readonly kind: 'edge'; readonly edge: string };

export type PanelId = 'rate' | 'errors' | 'latency' | 'bytes' | 'cpu' | 'memory';

export type PanelUnit =
  'perSecond' | 'ratio' | 'milliseconds' | 'bytesPerSecond' | 'cores' | 'bytes';

/** One chart: its queries, and how the series that come back are named. */
export interface PanelQuery {
  readonly id: PanelId;
  readonly unit: PanelUnit;
  readonly queries: readonly {
    readonly promql: string;
    /** The name of a series from its labels, for example the response code, or `p95`. */
    readonly nameOf: (labels: ReadonlyMap<string, string>) => string;
  }[];
}

/** The objects of the namespaces a person may read, by `resourceKey(kind)`. */
export interface ObjectStore {
  /** Empty when none exist, the kind is not installed, or may not be read (see `missing`). */
  list(kind: Pick<ResourceKind, 'group' | 'plural'>): readonly KubeObject[];
  /** Whether the kind is served by this cluster. */
  has(kind: Pick<ResourceKind, 'group' | 'plural'>): boolean;
}

export interface Detection {
  readonly mesh: MeshId;
  readonly present: boolean;
  readonly version?: string | undefined;
  /** What was seen, in words, for example `CRD virtualservices.networking.istio.io`. */
  readonly evidence: readonly string[];
  /** The workloads that run the mesh: istiod, linkerd-destination, the Consul servers, ztunnel, … */
  readonly controlPlane: readonly ControlPlanePart[];
  /** How many pods run a proxy of which version; a version that is not known is ''. */
  readonly proxies: ReadonlyMap<string, number>;
  /** Per namespace: whether its workloads are made part of the mesh. */
  readonly namespaces: ReadonlyMap<string, NamespaceMembership>;
}

/** A proxy that serves pods other than its own. */
export interface SharedProxy {
  /** Of the pods of a node, or of the services that name it. */
  readonly kind: 'node' | 'waypoint';
  readonly namespace: string;
  readonly name: string;
  /** Names of its pods. */
  readonly pods: readonly string[];
  /** The namespaces whose traffic goes through it, as far as they can be read; sorted. */
  readonly serves: readonly string[];
}

export interface ControlPlanePart {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly version?: string | undefined;
  /** Replicas that are ready and that are wanted; absent when the object does not say. */
  readonly ready?: number | undefined;
  readonly wanted?: number | undefined;
}

export interface NamespaceMembership {
  readonly injection: 'enabled' | 'disabled' | 'unset';
  /** The label or annotation that says so, for example `istio-injection=enabled`. */
  readonly because?: string | undefined;
  readonly podsInMesh: number;
  readonly pods: number;
}

/** Telemetry of each target of each split over the last minutes. */
export interface TargetObservation {
  /** Requests per second that reached the target; of TCP and TLS, new connections per second. */
  readonly requestRate: number;
  /** 0..1; null when there were no requests. */
  readonly errorRatio: number | null;
  readonly p95Ms: number | null;
}

export interface SplitObservation {
  readonly splitId: string;
  /** In the order of the split's targets; null where telemetry does not tell this target apart. */
  readonly targets: readonly (TargetObservation | null)[];
}

/** Where a span belongs: the node that made it and, for a client span, whom it called. */
export interface SpanPlace {
  readonly node: string | null;
  readonly calls: { readonly host: string; readonly subset?: string | undefined } | null;
}

/** What the cluster says of a node, for finding the objects that apply to it. */
export interface NodeFacts {
  readonly namespace: string;
  /** Names of the services, in its namespace, by which it is called. */
  readonly services: readonly string[];
  /** For a host outside the cluster. */
  readonly externalHost?: string | undefined;
  /** The labels of its pods; sets that differ, each once. */
  readonly podLabels: readonly Readonly<Record<string, string>>[];
  /** The meshes in which its pods take part; absent where nobody looked. */
  readonly meshes?: readonly MeshId[] | undefined;
}

/** A kind of which the mesh reads annotations, and their names. Nothing else of its objects is the mesh's. */
export interface AnnotatedKind {
  readonly kind: ResourceKind;
  readonly annotations: readonly string[];
}

export interface AppliedObject {
  readonly object: KubeObject;
  /** Why it applies, in words. */
  readonly because: string;
}

/** The certificate of a workload's proxies that runs out first. */
export interface ProxyCertificate {
  readonly namespace: string;
  readonly workload: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** How many proxies told of theirs. */
  readonly proxies: number;
}

export interface PodMembership {
  readonly inMesh: boolean;
  readonly proxyVersion?: string | undefined;
  /** The name of the container that is the proxy, where the pod has one of its own. */
  readonly proxyContainer?: string | undefined;
}

/** One mesh: pure functions from what its APIs say to the model, and back. */
export interface MeshAdapter {
  readonly id: MeshId;
  /** As shown to people. */
  readonly label: string;
  /** Two letters for badges, different from those of every other mesh. */
  readonly short: string;
  /** Who can know whether a call is encrypted, in a sentence; empty for what carries no telemetry. */
  readonly mtlsKnownBy: string;
  /** The uid of the dashboard of its golden signals in deploy/grafana. */
  readonly dashboard?: string;
  /** The kinds it reads, beside the core kinds (Namespace, Pod, Service, Deployment). */
  readonly kinds: readonly ResourceKind[];
  /**
   * Those of its kinds whose objects carry splits. One is read by its name before it is changed, so the service
   * account needs `get` on these, and on no other.
   */
  readonly carriers: readonly ResourceKind[];
  /** Kinds of Kubernetes itself on whose objects some annotations are its configuration. */
  readonly annotated: readonly AnnotatedKind[];
  detect(objects: ObjectStore): Detection;
  /** Whether a pod takes part in the mesh. */
  membershipOf(pod: KubeObject): PodMembership;
  /** Whether a pod is a way into the mesh, whose own listeners say what they take. */
  isGateway(pod: KubeObject): boolean;
  /** What its objects say of encryption and of who may call whom. They are read once, here. */
  policies(objects: ObjectStore): MeshPolicies;
  /** Instant queries for the certificates of proxies; none where the mesh's metrics do not tell. */
  certificateQueries(): readonly NamedQuery[];
  certificates(answers: QueryAnswers): readonly ProxyCertificate[];
  /** The mesh's objects that apply to a node. */
  configurationOf(node: NodeFacts, objects: ObjectStore): readonly AppliedObject[];
  /** Whether one of its objects may apply to nodes of every namespace, though it names none of them. */
  reachesAll(object: KubeObject): boolean;
  /**
   * An expression that has samples, of whatever labels and values, while the mesh reports anything. A mesh
   * for which it has none is not asked further. Null for what has no telemetry of its own.
   *
   * @param offsetSeconds How long ago it shall have reported.
   */
  presence(offsetSeconds: number): PromQl | null;
  /** At most 8 queries, the same for any number of namespaces. */
  telemetryQueries(request: TelemetryRequest): readonly NamedQuery[];
  telemetry(answers: QueryAnswers, request: TelemetryRequest): MeshTelemetry;
  /**
   * Range queries per namespace for the overview, label `namespace`, of the requests that this mesh's own
   * proxies took in, so that those of several meshes add up. Keys: `rate` (per second), `errors` (error
   * ratio 0..1; no sample without requests), `p95` (milliseconds).
   */
  namespaceQueries(rateWindowSeconds: number): readonly NamedQuery[];
  panels(target: SeriesTarget, rateWindowSeconds: number): readonly PanelQuery[];
  splits(objects: ObjectStore): readonly Split[];
  /** Choices that could be made by weight if an object were created. Left out where none has to be. */
  splitStarts?(objects: ObjectStore): readonly SplitStart[];
  /** Where its objects name others. */
  readonly references: readonly ReferenceRule[];
  /** The hosts that its objects make known beside the Services. */
  declaredHosts(objects: ObjectStore): readonly DeclaredHost[];
  /** What can be wrong with its objects. */
  readonly rules: readonly Rule[];
  changeSplit(split: Split, object: KubeObject, intent: SplitIntent): Result<Change, Refusal>;
  observationQueries(windowSeconds: number): readonly NamedQuery[];
  /**
   * What this mesh's telemetry says of the targets of splits. Splits of every mesh are given, since a
   * route of one kind (Gateway API) may be served by another's proxies.
   */
  observe(splits: readonly Split[], answers: QueryAnswers): readonly SplitObservation[];
  /** The timeouts, retries, circuit breakers and faults that apply to calls of a service, as forms show them. */
  resilience(node: NodeFacts, objects: ObjectStore): ServiceResilience;
  /** What is measured beside them; at most 8 queries. */
  resilienceFigures(
    node: NodeFacts,
    objects: ObjectStore,
    windowSeconds: number,
  ): readonly FigureQuery[];
  /** The rules that decide where requests for a service go. */
  routing(node: NodeFacts, objects: ObjectStore): ServiceRouting;
  /** The faults that are injected now. */
  faults(objects: ObjectStore): readonly ActiveFault[];
  /** Proxies that serve pods other than their own; absent where every proxy stands beside its workload. */
  sharedProxies?(objects: ObjectStore): readonly SharedProxy[];
  /** Whether a change of what stands at a JSON Pointer was one of a fault; absent where the mesh injects none. */
  touchesFault?(path: string): boolean;
  /** How often calls are tried at most, where an object says so. */
  retryLayers(objects: ObjectStore): readonly RetryLayer[];
  /** The names under which the tracing store may know a node, likeliest first. */
  tracingServices(node: MeshNode): readonly string[];
  /** @param nodes What telemetry knows, for spans that tell less than a node's id holds. */
  placeOf(span: SpanFacts, nodes: KnownNodes): SpanPlace;
}
