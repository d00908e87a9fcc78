import 'server-only';
import type { VectorSample } from '@/lib/domain/samples';
import { createLabelReader } from '@/lib/upstream/prometheus/labels';
import { readPoint } from '@/lib/upstream/prometheus/sample';
import { isFields, WireError } from '@/lib/upstream/wire';

export interface Vector {
  readonly samples: readonly VectorSample[];
  /** Samples left out because their labels were there already: the first one counts. */
  readonly repeated: number;
  /** Samples left out because they are native histograms, which no query of ours asks for. */
  readonly histograms: number;
}

/**
 * Reads the result of an instant query: a vector, or a scalar as the one sample without labels. NaN and
 * ±Inf are left out.
 *
 * @throws WireError when it is neither, or a field is missing or of the wrong type.
 */
export function readVector(resultType: string, result: unknown): Vector {
  if (resultType === 'scalar') return readScalar(result);
  if (resultType !== 'vector') throw new WireError(`a ${resultType} came instead of a vector`);
  if (!Array.isArray(result)) throw new WireError('the result is not a list');

  const samples: VectorSample[] = [];
  const reader = createLabelReader();
  let repeated = 0;
  let histograms = 0;
  const entries: readonly unknown[] = result;
  for (const entry of entries) {
    if (!isFields(entry)) throw new WireError('a sample is not an object');
    const { labels, repeats } = reader.read(entry.metric);
    if (entry.value === undefined && entry.histogram !== undefined) {
      histograms += 1;
      continue;
    }
    const [, value] = readPoint(entry.value);
    if (repeats) repeated += 1;
    else if (value !== null) samples.push({ labels, value });
  }
  return { samples, repeated, histograms };
}

function readScalar(result: unknown): Vector {
  const [, value] = readPoint(result);
  const samples = value === null ? [] : [{ labels: new Map<string, string>(), value }];
  return { samples, repeated: 0, histograms: 0 };
}
