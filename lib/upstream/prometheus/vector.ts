import 'server-only';
import type { VectorSample } from '@/lib/domain/samples';
import { createLabelReader } from '@/lib/upstream/prometheus/labels';
import { isPossible, readPoint } from '@/lib/upstream/prometheus/sample';
import { isFields, WireError } from '@/lib/upstream/wire';

export interface Vector {
  readonly samples: readonly VectorSample[];
  /** Samples left out because their labels were there already: the first one counts. */
  readonly repeated: number;
  /** Samples left out because they are native histograms, which no query of ours asks for. */
  readonly histograms: number;
  /** Samples left out because nothing can be so: see `isPossible`. */
  readonly impossible: number;
}

/**
 * Reads the result of an instant query: a vector, or a scalar as the one sample without labels. NaN and
 * ±Inf are left out, and so is what cannot be.
 *
 * @throws WireError when it is neither, or a field is missing or of the wrong type.
 */
export function readVector(resultType: string, result: unknown): Vector {
  if (resultType === 'scalar') return readScalar(result);
  const samples: VectorSample[] = [];
  const reader = createLabelReader();
  const leftOut = { repeated: 0, histograms: 0, impossible: 0 };
  for (const entry of entriesOf(resultType, result)) {
    if (!isFields(entry)) throw new WireError('a sample is not an object');
    const { labels, repeats } = reader.read(entry.metric);
    if (entry.value === undefined && entry.histogram !== undefined) {
      leftOut.histograms += 1;
      continue;
    }
    const [, value] = readPoint(entry.value);
    if (repeats) leftOut.repeated += 1;
    else if (!isPossible(value)) leftOut.impossible += 1;
    else if (value !== null) samples.push({ labels, value });
  }
  return { samples, ...leftOut };
}

function entriesOf(resultType: string, result: unknown): readonly unknown[] {
  if (resultType !== 'vector') throw new WireError(`a ${resultType} came instead of a vector`);
  if (!Array.isArray(result)) throw new WireError('the result is not a list');
  return result;
}

function readScalar(result: unknown): Vector {
  const [, value] = readPoint(result);
  const none = { repeated: 0, histograms: 0 };
  if (!isPossible(value)) return { samples: [], ...none, impossible: 1 };
  const samples = value === null ? [] : [{ labels: new Map<string, string>(), value }];
  return { samples, ...none, impossible: 0 };
}
