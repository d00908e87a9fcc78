import 'server-only';
import type { AuthMode } from '@/lib/server/config/config';
import type { KubernetesClient } from '@/lib/upstream/kubernetes/client';

/** The part of the Kubernetes API that changes nothing. */
export type KubernetesReader = Pick<
  KubernetesClient,
  | 'clusterName'
  | 'version'
  | 'resolve'
  | 'list'
  | 'get'
  | 'watch'
  | 'schemaOf'
  | 'canI'
  | 'rules'
  | 'whoAmI'
>;

/** The calls that change something. */
export type KubernetesWriter = Pick<KubernetesClient, 'patch' | 'create' | 'remove'>;

/** Who is asking, and with whose rights. */
export interface Identity {
  readonly mode: AuthMode;
  /** Different for different credentials, and tells nothing of them. Part of every cache key. */
  readonly key: string;
  /** Whether all who come share this identity, so that what it reads may be watched once for all. */
  readonly shared: boolean;
  /** As the session says; null where the API server has to be asked. */
  readonly name: string | null;
  readonly groups: readonly string[];
  /** Epoch milliseconds at which the session ends; null when it does not. */
  readonly expiresAt: number | null;
  /** Epoch milliseconds at which the session should be renewed; null when it need not or cannot be. */
  readonly renewAt: number | null;
  /** The namespaces that a map of groups gives; null where the Kubernetes API is asked. */
  readonly onlyNamespaces: readonly string[] | null;
  /** Null when no Kubernetes API is configured. */
  readonly reader: KubernetesReader | null;
  /** Null with `WRITES=off`, for `anonymous` and for mapped groups: there is then nothing to write with. */
  readonly writer: KubernetesWriter | null;
}
