import { pino, type Logger } from 'pino';
import type { MeshAdapter } from '@/lib/mesh/adapter';
import type { Config } from '@/lib/server/config/config';
import { createLog } from '@/lib/server/log';
import { createMetrics } from '@/lib/server/metrics';
import { createRuntime, type Runtime } from '@/lib/server/runtime';
import type { Upstreams } from '@/lib/server/upstreams';

/** A configuration in which nothing is configured. */
export const BARE_CONFIG: Config = {
  prometheus: null,
  tracing: null,
  kubernetes: null,
  auth: 'kubeconfig',
  oidc: null,
  sessionKeys: () => [],
  writes: false,
  namespaces: null,
  stopAcceptSeconds: 3,
  allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
  embedAncestors: [],
  embedNamespaces: null,
  embedLinkHours: null,
  listen: { host: '127.0.0.1', port: 20_002, embedPort: null },
  links: { grafana: null, tracing: null, console: null, panels: null },
  warnings: [],
};

export interface TestRuntimeParts {
  readonly config?: Partial<Config>;
  readonly upstreams?: Partial<Upstreams>;
  readonly meshes?: readonly MeshAdapter[];
  readonly now?: () => number;
  readonly log?: Logger;
  /** Milliseconds that the clocks of all upstreams are ahead of ours. */
  readonly skewMs?: number;
}

/** A runtime with the parts that a test cares for, and nothing else. */
export function testRuntime({
  config,
  upstreams,
  meshes,
  now,
  log,
  skewMs = 0,
}: TestRuntimeParts = {}): Runtime {
  return createRuntime({
    config: { ...BARE_CONFIG, ...config },
    upstreams: { prometheus: null, tracing: null, kubernetes: null, issuer: null, ...upstreams },
    meshes: meshes ?? [],
    metrics: createMetrics({ withProcess: false }),
    log: log ?? pino({ level: 'silent' }),
    now: now ?? (() => Date.UTC(2026, 10, 23)),
    clocks: { notice: () => undefined, skewMs: () => skewMs },
  });
}

/** A log that keeps its lines, to look at. */
export function recordingLog(): { readonly log: Logger; readonly lines: () => readonly string[] } {
  const lines: string[] = [];
  const log = createLog('info', { write: (line: string) => lines.push(line) });
  return { log, lines: () => lines };
}
