import 'server-only';
import type { GroupsMap } from '@/lib/server/config/groups-map';
import type { Live } from '@/lib/server/config/live-file';
import type { SessionKey } from '@/lib/server/config/session-keys';

export type AuthMode = 'token' | 'oidc' | 'header' | 'kubeconfig' | 'anonymous';

export interface UpstreamAddress {
  readonly url: string;
  readonly tokenFile?: string | undefined;
  readonly caFile?: string | undefined;
}

/** Who signs people in with AUTH=oidc, and what that gives them. */
export interface OidcConfig {
  /** As it calls itself in its tokens. */
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a public client, which PKCE alone protects. */
  readonly clientSecret: Live<string> | null;
  readonly scopes: readonly string[];
  /** Where the issuer sends people back to; null: to the allowed host that they came by. */
  readonly redirectUrl: string | null;
  readonly caFile: string | undefined;
  readonly rights: OidcRights;
  /** Whether signing out ends the session at the issuer too, where it offers that. */
  readonly signOutAtIssuer: boolean;
}

/** Who decides what people may do: the Kubernetes API, which gets their ID tokens, or a map of their groups. */
export type OidcRights = { readonly from: 'api-server' } | MappedRights;

/** We read with our own identity what the map gives to a person's groups, and write nothing. */
export interface MappedRights {
  readonly from: 'groups';
  readonly namespaces: Live<GroupsMap>;
  readonly groupsClaim: string;
  /** Null: the first of the usual claims that the token has. */
  readonly nameClaim: string | null;
}

/** What the environment says, checked. See docs/configuration.md. */
export interface Config {
  /** Null when it is not configured: what it feeds is then `off`. The same for the other two. */
  readonly prometheus: UpstreamAddress | null;
  readonly tracing: { readonly url: string; readonly kind: 'auto' | 'jaeger' | 'tempo' } | null;
  /** Without a kubeconfig: the service account of the pod. */
  readonly kubernetes: { readonly kubeconfig?: string; readonly context?: string } | null;
  readonly auth: AuthMode;
  /** Not null exactly when `auth` is `oidc`. */
  readonly oidc: OidcConfig | null;
  /** The first seals; all of them open. Empty unless `auth` is `token` or `oidc`. */
  readonly sessionKeys: Live<readonly SessionKey[]>;
  /** Whether changes are allowed at all. Never with `anonymous` or mapped groups. */
  readonly writes: boolean;
  /** The only namespaces that are ever read; null for all that rights allow. Never empty. */
  readonly namespaces: readonly string[] | null;
  /** For how long after SIGTERM requests are still taken, while `readyz` says no. */
  readonly stopAcceptSeconds: number;
  /** Lower case, without a port. */
  readonly allowedHosts: readonly string[];
  /** Origins that may frame `/embed`. */
  readonly embedAncestors: readonly string[];
  /** What `/embed` shows to everybody who reaches it; null: nothing without a signed link. Never empty. */
  readonly embedNamespaces: readonly string[] | null;
  /** How long a signed link to a panel may last, in hours; null: there are none. */
  readonly embedLinkHours: number | null;
  /** Where the console listens, and where panels alone are served; null: only with the console. */
  readonly listen: {
    readonly host: string;
    readonly port: number;
    readonly embedPort: number | null;
  };
  readonly links: {
    readonly grafana: string | null;
    readonly tracing: string | null;
    /** The origin at which people reach the console, for links out of panels; null: that of the panel. */
    readonly console: string | null;
    /** The origin at which panels are reached; null: that of the console. */
    readonly panels: string | null;
  };
  /** What is allowed but unwise, for the log. */
  readonly warnings: readonly string[];
}
