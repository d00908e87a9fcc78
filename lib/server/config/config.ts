import 'server-only';
import type { SessionKey } from '@/lib/server/config/session-keys';

export type AuthMode = 'token' | 'header' | 'kubeconfig' | 'anonymous';

export interface UpstreamAddress {
  readonly url: string;
  readonly tokenFile?: string | undefined;
  readonly caFile?: string | undefined;
}

/** What the environment says, checked. See docs/configuration.md. */
export interface Config {
  /** Null when it is not configured: what it feeds is then `off`. The same for the other two. */
  readonly prometheus: UpstreamAddress | null;
  readonly tracing: { readonly url: string; readonly kind: 'auto' | 'jaeger' | 'tempo' } | null;
  /** Without a kubeconfig: the service account of the pod. */
  readonly kubernetes: { readonly kubeconfig?: string; readonly context?: string } | null;
  readonly auth: AuthMode;
  /** The first seals; all of them open. Empty unless `auth` is `token`. */
  readonly sessionKeys: readonly SessionKey[];
  /** Whether changes are allowed at all. Never with `anonymous`. */
  readonly writes: boolean;
  /** The only namespaces that are ever read; null for all that rights allow. Never empty. */
  readonly namespaces: readonly string[] | null;
  /** Lower case, without a port. */
  readonly allowedHosts: readonly string[];
  /** Origins that may frame `/embed`. */
  readonly embedAncestors: readonly string[];
  readonly links: { readonly grafana: string | null; readonly tracing: string | null };
  /** What is allowed but unwise, for the log. */
  readonly warnings: readonly string[];
}
