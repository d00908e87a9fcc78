import type { Plugin } from 'vitest/config';

/** One change of a source: the text, which stands in the file exactly once, and what it becomes. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export function plantedId(path: string, edits: readonly Edit[]): string;
export function edited(code: string, file: string, edits: readonly Edit[]): string;
/** What a source imports, imports of types apart, in their order. */
export function importsOf(code: string): string[];
export function plantedSources(root: string): Plugin;
