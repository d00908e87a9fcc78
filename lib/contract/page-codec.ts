/** How the state of one page stands in its URL, beside the view that all pages share. */
export interface PageCodec<T> {
  /** Every parameter that is the page's own. */
  readonly keys: readonly string[];
  /** What is wrong or missing falls back: an old link must open. */
  readonly read: (params: URLSearchParams) => T;
  /** Defaults are left out, so that equal states have equal URLs. */
  readonly write: (state: T) => URLSearchParams;
}

/** `params` with what the codec owns replaced by `state`, and everything else kept. */
export function withPage<T>(
  params: URLSearchParams,
  codec: PageCodec<T>,
  state: T,
): URLSearchParams {
  const merged = new URLSearchParams();
  for (const [key, value] of params) {
    if (!codec.keys.includes(key)) merged.append(key, value);
  }
  for (const [key, value] of codec.write(state)) merged.append(key, value);
  return merged;
}

/** A parameter that is one of a few words; the first is the default and is left out. */
export function readWord<T extends string>(
  params: URLSearchParams,
  key: string,
  words: readonly [T, ...T[]],
): T {
  const value = params.get(key);
  return words.find((word) => word === value) ?? words[0];
}

/** Longer values are no id that anybody was given, and nothing that somebody typed. */
const MAX_TEXT = 2048;

/** A parameter that is any text; empty where there is none, or one that is too long to be meant. */
export function readText(params: URLSearchParams, key: string, most = MAX_TEXT): string {
  const text = params.get(key) ?? '';
  return text.length > most ? '' : text;
}

/** Writes those of the parameters that differ from their default. */
export function writeParams(
  entries: readonly (readonly [key: string, value: string, fallback: string])[],
): URLSearchParams {
  return new URLSearchParams(
    entries.flatMap(([key, value, fallback]) => (value === fallback ? [] : [[key, value]])),
  );
}
