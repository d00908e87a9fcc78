import 'server-only';
import type { Logger } from 'pino';
import { MESHES } from '@/lib/mesh/registry';
import type { MeshAdapter } from '@/lib/mesh/adapter';
import { identify } from '@/lib/server/access/identify';
import type { Identity } from '@/lib/server/access/identity';
import { createRenewals, type Renewals } from '@/lib/server/access/renewals';
import type { Config } from '@/lib/server/config/config';
import { createCaches, type Caches } from '@/lib/server/caches';
import { config as readEnvironment, isDevelopment, logLevel } from '@/lib/server/env';
import { createKeptChecks } from '@/lib/server/checks/kept-checks';
import { kindsOf } from '@/lib/server/objects/load-objects';
import { createLog } from '@/lib/server/log';
import { createLifecycle, type Lifecycle } from '@/lib/server/lifecycle';
import { createMetrics, type Metrics } from '@/lib/server/metrics';
import { createSourceClocks, type SourceClocks } from '@/lib/upstream/source-clocks';
import { createUpstreams, type Upstreams } from '@/lib/server/upstreams';

/** Everything that lives as long as the process. Use cases get it as an argument. */
export interface Runtime extends Upstreams {
  readonly config: Config;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly meshes: readonly MeshAdapter[];
  readonly caches: Caches;
  readonly lifecycle: Lifecycle;
  readonly renewals: Renewals;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /**
   * The present by the clock of Prometheus, as far as it is known to be off ours: figures of a later moment do
   * not exist yet, and those of an earlier one are old. Epoch milliseconds.
   */
  readonly dataNow: () => number;
  readonly clocks: SourceClocks;
  /** Who sent a request; null when nobody is signed in. */
  readonly identify: (request: Request) => Promise<Identity | null>;
}

/** What a runtime is made of; tests bring their own. */
export interface RuntimeParts {
  readonly config: Config;
  readonly upstreams: Upstreams;
  readonly meshes: readonly MeshAdapter[];
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly now: () => number;
  readonly clocks: SourceClocks;
}

/** Puts a runtime together. It starts nothing by itself. */
export function createRuntime(parts: RuntimeParts): Runtime {
  const { config, upstreams, meshes, metrics, log, now, clocks } = parts;
  return {
    ...upstreams,
    config,
    metrics,
    log,
    meshes,
    now,
    dataNow: () => now() + clocks.skewMs('prometheus'),
    clocks,
    lifecycle: createLifecycle(),
    renewals: createRenewals(now),
    caches: createCaches({
      checks: createKeptChecks(meshes, kindsOf({ meshes })),
      now,
      observe: (name, result) => metrics.cache(name, result),
    }),
    identify: (request) => identify(request, { config, kubernetes: upstreams.kubernetes, now }),
  };
}

declare global {
  // Next builds routes and instrumentation into separate bundles: a module's variable may exist twice.
  var alidade: { readonly runtime: Runtime; readonly madeBy: symbol } | undefined;
}

/** Different after every reload of this module, which only `next dev` does. */
const THIS_MODULE = Symbol('module');

/**
 * The runtime of this process, made at the first call.
 *
 * @throws ConfigError when the environment is wrong.
 */
export function runtime(): Runtime {
  const known = globalThis.alidade;
  if (known !== undefined && (known.madeBy === THIS_MODULE || !isDevelopment())) {
    return known.runtime;
  }
  known?.runtime.caches.watches.close();
  const made = start();
  globalThis.alidade = { runtime: made, madeBy: THIS_MODULE };
  return made;
}

function start(): Runtime {
  const log = createLog(logLevel());
  const config = readEnvironment((level, message) => log[level](message));
  const metrics = createMetrics();
  const clocks = createSourceClocks(Date.now);
  for (const warning of config.warnings) log.warn(warning);
  return createRuntime({
    config,
    log,
    metrics,
    upstreams: createUpstreams(config, metrics, clocks.notice),
    meshes: MESHES,
    now: Date.now,
    clocks,
  });
}
