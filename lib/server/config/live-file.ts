import 'server-only';
import type { ConfigFiles } from '@/lib/server/config/checker';

/** Told when a followed file was read again (`info`) or cannot be used (`warn`). */
export type Report = (level: 'info' | 'warn', message: string) => void;

/** What a file says now. Cheap enough to ask at every request. */
export type Live<T> = () => T;

export interface LiveFile<T> {
  /** Name of the setting, for what is reported. */
  readonly name: string;
  readonly path: string;
  readonly files: ConfigFiles;
  /** Gives what is wrong as a text, which must not hold a secret. */
  readonly parse: (content: Uint8Array) => T | string;
  readonly initial: T;
  /** Of the file that `initial` was read from, taken before it was read. */
  readonly stamp: string | null;
  readonly report: Report;
}

/** The stamp of a file; null when it is not there. */
export function stampOf(files: ConfigFiles, path: string): string | null {
  try {
    return files.stamp(path);
  } catch {
    return null;
  }
}

/**
 * Follows a file that may be replaced while we run, as mounted secrets are. What cannot be used is reported
 * once, and the last good content stays in force: a slip in a file must not sign everybody out.
 */
export function liveFile<T>(file: LiveFile<T>): Live<T> {
  const { name, path, files, parse, report } = file;
  let value = file.initial;
  let seen = file.stamp;
  return () => {
    const stamp = stampOf(files, path);
    if (stamp === seen) return value;
    seen = stamp;
    const parsed = readAgain(files, path, parse);
    if (typeof parsed === 'string')
      report('warn', `${name}: ${parsed}; what it held before stays in force`);
    else {
      value = parsed.value;
      report('info', `${name}: read again`);
    }
    return value;
  };
}

function readAgain<T>(
  files: ConfigFiles,
  path: string,
  parse: (content: Uint8Array) => T | string,
): { readonly value: T } | string {
  let content: Uint8Array;
  try {
    content = files.read(path);
  } catch {
    return 'the file cannot be read';
  }
  if (content.length === 0) return 'the file is empty';
  const parsed = parse(content);
  return typeof parsed === 'string' ? parsed : { value: parsed };
}
