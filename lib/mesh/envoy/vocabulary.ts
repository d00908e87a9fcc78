import type { MeshId } from '@/lib/domain/model';
import type { Matcher, PromQl } from '@/lib/domain/promql';

export type Labels = ReadonlyMap<string, string>;

/** The service that a proxy stands in front of. */
export interface Owner {
  /** What destinations name it by. */
  readonly key: string;
  /** Its name in its Kubernetes namespace. */
  readonly service: string;
}

/** Where an Envoy cluster leads. */
export interface Destination {
  /** The key of the proxies behind it. */
  readonly key: string;
  /** A named part of them. */
  readonly subset?: string | undefined;
  /** What it is called where no proxy of that key reports: a host. */
  readonly host: string;
  /** Whether it is no part of the mesh, so that nothing is known of how the way there is protected. */
  readonly leavesMesh?: boolean | undefined;
  /** Whether the cluster says that it carries gRPC, for Envoys that do not count its statuses. */
  readonly isGrpc?: boolean | undefined;
}

/**
 * How one mesh labels Envoy's own statistics. Everything else about them is Envoy's, and the same for all
 * meshes whose figures they are.
 */
export interface EnvoyVocabulary {
  readonly mesh: MeshId;
  /** A series that every proxy has, and the labels of it by which `ownerOf` tells whose proxy it is. */
  readonly proxies: {
    readonly metric: string;
    readonly matchers: readonly Matcher[];
    readonly labels: readonly string[];
  };
  /** Labels on all series of a proxy that name its own service; none where only its pod is known. */
  readonly ownLabels: readonly string[];
  /** The clusters that lead to other services, and the labels by which `destinationOf` tells where. */
  readonly outbound: {
    readonly matchers: readonly Matcher[];
    readonly labels: readonly string[];
    /** The one of these labels that tells parts of a service apart, where there is one. */
    readonly subsetLabel?: string | undefined;
    /** Where `asDestinations` makes other labels than `labels`: which, and how calls get them too. */
    readonly join?: {
      readonly labels: readonly string[];
      readonly ofCalls: (calls: PromQl) => PromQl;
    };
  };
  /** The cluster that leads to the application behind the proxy. */
  readonly inbound: readonly Matcher[];
  /** The listeners of gateways, `envoy_http_downstream_…`: their callers are outside of the mesh. */
  readonly gateways: readonly Matcher[] | null;
  /** The listeners that take plain text, `envoy_tcp_downstream_…`: so are theirs. */
  readonly plaintext: readonly Matcher[] | null;
  /** Whether calls are always under TLS, or as many as there are handshakes. */
  readonly mtls: 'always' | 'by handshakes';
  /** Whose proxy it is, from `proxies.labels`; null when they do not say. */
  readonly ownerOf: (labels: Labels) => Owner | null;
  /** Where a cluster leads, from `outbound.labels`; null for a cluster that leads to no other service. */
  readonly destinationOf: (labels: Labels) => Destination | null;
  /** The matchers for proxies of a service; null when nothing but their pods tells them. */
  readonly ownedBy: (service: string) => readonly Matcher[] | null;
  /** The matchers for the clusters that lead to a host that no proxy reports; see `Destination.host`. */
  readonly leadingTo: (host: string) => readonly Matcher[] | null;
  /**
   * Turns series with `proxies.labels` and `version` into series with the labels of the clusters that lead to
   * those proxies, so that both can be joined.
   */
  readonly asDestinations: (proxies: PromQl) => PromQl;
}
