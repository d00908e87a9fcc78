import 'server-only';
import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type { PatchOperation } from '@/lib/domain/split';
import type { Observe } from '@/lib/upstream/options';

export interface KubernetesOptions {
  /** Path of a kubeconfig file; absent means the service account of the pod. */
  readonly kubeconfig?: string | undefined;
  /** Context of the kubeconfig; absent means its current one. */
  readonly context?: string | undefined;
  /** Budget of a whole call (not of a watch). */
  readonly timeoutMs?: number | undefined;
  readonly maxBodyBytes?: number | undefined;
  /** A watch that says nothing for so long is taken for dead. */
  readonly watchIdleMs?: number | undefined;
  readonly observe?: Observe | undefined;
}

/** A kind in the version that this cluster serves. */
export interface ServedKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

export interface ObjectList {
  readonly items: readonly KubeObject[];
  /** Of the list, to watch from. */
  readonly resourceVersion: string;
}

export interface PatchOptions {
  /** Ask for the verdict only: nothing is written. */
  readonly dryRun: boolean;
  /** The name under which the change is recorded in managedFields. */
  readonly fieldManager: string;
}

export interface AccessQuestion {
  readonly verb: 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';
  readonly group: string;
  readonly plural: string;
  /** Absent: in all namespaces. */
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

export interface Person {
  readonly name: string;
  readonly groups: readonly string[];
}

export interface ResourceRule {
  readonly verbs: readonly string[];
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly names: readonly string[];
}

export type WatchEvent =
  | { readonly type: 'added' | 'modified' | 'deleted'; readonly object: KubeObject }
  | { readonly type: 'bookmark'; readonly resourceVersion: string };

/**
 * The Kubernetes API under one identity. Names are checked against the grammar of Kubernetes before a
 * path is built; one that breaks it throws `UpstreamError` `rejected` and sends nothing. Every method
 * throws `UpstreamError` (with the API's Status as `body`), or the signal's reason when the caller gave up.
 */
export interface KubernetesClient {
  /** The cluster's name, from the kubeconfig; `Kubernetes` in a pod. */
  readonly clusterName: string;
  version(signal: AbortSignal): Promise<{ readonly version: string }>;
  /** The first of the kind's versions that the cluster serves; null when it serves none. */
  resolve(kind: ResourceKind, signal: AbortSignal): Promise<ServedKind | null>;
  /** All of them, in pages. Without a namespace: of the whole cluster. */
  list(kind: ServedKind, namespace: string | undefined, signal: AbortSignal): Promise<ObjectList>;
  get(
    kind: ServedKind,
    namespace: string | undefined,
    name: string,
    signal: AbortSignal,
  ): Promise<KubeObject>;
  /** Sends an RFC 6902 patch; the answer is the object as it is (or would be) then. */
  patch(
    kind: ServedKind,
    namespace: string | undefined,
    name: string,
    operations: readonly PatchOperation[],
    options: PatchOptions,
    signal: AbortSignal,
  ): Promise<KubeObject>;
  /** Changes after a resourceVersion, until the server ends the stream. Throws `gone` when it is too old. */
  watch(
    kind: ServedKind,
    namespace: string | undefined,
    resourceVersion: string,
    signal: AbortSignal,
  ): AsyncIterable<WatchEvent>;
  /** SelfSubjectAccessReview. */
  canI(
    question: AccessQuestion,
    signal: AbortSignal,
  ): Promise<{ readonly allowed: boolean; readonly reason: string | null }>;
  /** SelfSubjectRulesReview. `incomplete`: there may be more rights than these. */
  rules(
    namespace: string,
    signal: AbortSignal,
  ): Promise<{ readonly rules: readonly ResourceRule[]; readonly incomplete: boolean }>;
  /** SelfSubjectReview. */
  whoAmI(signal: AbortSignal): Promise<Person>;
  /** The same cluster with a person's bearer token, and no other credential. Shares the connections. */
  withToken(token: string): KubernetesClient;
  /** Ends the connections. Only on the client that was created, not on one from `withToken`. */
  close(): Promise<void>;
}

/**
 * Creates a client from a kubeconfig or the pod's service account.
 *
 * @throws TypeError when the configuration cannot be read, naming it; for the start of the server.
 */
export function createKubernetesClient(options: KubernetesOptions): KubernetesClient {
  throw new Error(`not built yet: ${options.context ?? ''}`);
}
