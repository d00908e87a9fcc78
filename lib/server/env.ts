import 'server-only';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { ConfigFiles } from '@/lib/server/config/checker';
import type { Config } from '@/lib/server/config/config';
import type { Report } from '@/lib/server/config/live-file';
import { readConfig } from '@/lib/server/config/read-config';

let known: Config | undefined;

/**
 * What the environment says, read and checked once. The only place that reads it.
 *
 * @param report As for `readConfig`; of the first call.
 * @throws ConfigError when a setting is wrong.
 */
export function config(report?: Report): Config {
  known ??= readConfig(process.env, FILES, report);
  return known;
}

const FILES: ConfigFiles = {
  read: (path) => readFileSync(path),
  exists: existsSync,
  mode: (path) => statSync(path).mode,
  stamp(path) {
    const { mtimeMs, ino, size } = statSync(path);
    return `${mtimeMs} ${ino} ${size}`;
  },
};

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
