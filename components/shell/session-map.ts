'use client';

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { z, type ZodType } from 'zod';

/**
 * Values by key that outlive a reload but not the browser tab. What is stored and no longer understood
 * is dropped. Where the browser stores nothing (private windows, full storage) they live as long as
 * the page.
 */
export interface SessionMap<T> {
  readonly name: string;
  readonly schema: ZodType<T>;
}

const listeners = new Set<() => void>();
const texts = new Map<string, string>();

/** The values of a map, and how to set one (null removes it). All users of a map see the same. */
export function useSessionMap<T>({ name, schema }: SessionMap<T>): {
  readonly values: ReadonlyMap<string, T>;
  readonly set: (key: string, value: T | null) => void;
} {
  const text = useSyncExternalStore(
    subscribe,
    () => readText(name),
    () => '',
  );
  const values = useMemo(() => parse(text, schema), [text, schema]);
  const set = useCallback(
    (key: string, value: T | null) => {
      const next = new Map(parse(readText(name), schema));
      if (value === null) next.delete(key);
      else next.set(key, value);
      writeText(name, JSON.stringify([...next]));
    },
    [name, schema],
  );
  return { values, set };
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

function readText(name: string): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  let text = '';
  try {
    text = window.sessionStorage.getItem(name) ?? '';
  } catch {
    // No storage: nothing was kept.
  }
  texts.set(name, text);
  return text;
}

function writeText(name: string, text: string): void {
  texts.set(name, text);
  try {
    window.sessionStorage.setItem(name, text);
  } catch {
    // Kept in memory alone.
  }
  for (const notify of listeners) notify();
}

function parse<T>(text: string, schema: ZodType<T>): ReadonlyMap<string, T> {
  if (text === '') return new Map();
  try {
    return new Map(z.array(z.tuple([z.string(), schema])).parse(JSON.parse(text)));
  } catch {
    return new Map();
  }
}
