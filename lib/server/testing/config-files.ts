import type { ConfigFiles } from '@/lib/server/config/checker';

/** Files of a configuration by path: their bytes as Latin-1 text, and their permission bits. */
export type FilesByPath = Readonly<
  Record<string, { readonly text: string; readonly mode?: number }>
>;

/** A folder of files that only a test knows. */
export function configFiles(entries: FilesByPath): ConfigFiles {
  return {
    read(path) {
      const entry = entries[path];
      if (entry === undefined) throw new Error('ENOENT');
      return Buffer.from(entry.text, 'latin1');
    },
    exists: (path) => path in entries,
    mode: (path) => entries[path]?.mode ?? 0o600,
    stamp: () => '1',
  };
}
