import 'server-only';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Config } from '@/lib/server/config/config';
import { readConfig } from '@/lib/server/config/read-config';

let known: Config | undefined;

/**
 * What the environment says, read and checked once. The only place that reads it.
 *
 * @throws ConfigError when a setting is wrong.
 */
export function config(): Config {
  known ??= readConfig(process.env, {
    read: (path) => readFileSync(path),
    exists: existsSync,
    mode: (path) => statSync(path).mode,
  });
  return known;
}

/** What credential plugins of a kubeconfig are started with: the operator's own environment. */
export function pluginEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** Whether this is `next dev`, whose pages need what hot reload needs. */
export function isDevelopment(): boolean {
  return process.env.NODE_ENV === 'development';
}

/** The level of the log; `silent` in tests. */
export function logLevel(): string {
  return process.env['VITEST'] === undefined ? 'info' : 'silent';
}
