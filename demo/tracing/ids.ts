import { seedOf } from '../model/random';

/** Where a trace comes from: one request of one time bucket, and one part of what it set off. */
export interface TracePlace {
  readonly bucket: number;
  /** 0..65535 */
  readonly story: number;
  /** 0..255; a part begins where a workload loses the tracing headers. */
  readonly part: number;
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0');

/** A trace id that looks random, and from which the trace can be made again. */
export function traceIdOf({ bucket, story, part }: TracePlace, seed: number): string {
  const noise = seedOf(`${String(bucket)}/${String(story)}/${String(part)}`, seed);
  const more = seedOf('trace', noise);
  return hex(noise) + hex(more) + hex(bucket ^ noise) + hex(((story << 8) | part) ^ more);
}

/** Undefined when the id is none of this seed's. */
export function placeOfTraceId(traceId: string, seed: number): TracePlace | undefined {
  const words = traceId.match(/^[0-9a-f]{32}$/) ? (traceId.match(/.{8}/g) ?? []) : [];
  const [noise = 0, more = 0, bucketWord = 0, placeWord = 0] = words.map((w) => parseInt(w, 16));
  const place = (placeWord ^ more) >>> 0;
  const found = { bucket: (bucketWord ^ noise) >>> 0, story: place >>> 8, part: place & 0xff };
  return words.length === 4 && traceIdOf(found, seed) === traceId ? found : undefined;
}
