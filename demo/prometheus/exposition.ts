import type { DemoSeries, EpochSeconds, TrafficModel } from '../model/types';
import { formatNumber } from './format';

const HELP: Readonly<Record<string, string>> = {
  istio_requests_total: 'Requests, by how they ended.',
  istio_request_duration_milliseconds: 'Time from a request to its response.',
  istio_request_bytes: 'Size of requests.',
  istio_response_bytes: 'Size of responses.',
};

const HISTOGRAM_PART = /_(?:bucket|sum|count)$/;

function familyOf({ name, type }: DemoSeries): string {
  return type === 'histogram' ? name.replace(HISTOGRAM_PART, '') : name;
}

function escape(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
}

const labelTexts = new WeakMap<DemoSeries['labels'], string>();

function labelsText(labels: DemoSeries['labels']): string {
  const known = labelTexts.get(labels);
  if (known !== undefined) return known;
  const text = Object.entries(labels)
    .map(([name, value]) => `${name}="${escape(value)}"`)
    .join(',');
  labelTexts.set(labels, text);
  return text;
}

/** So many lines are handed to the socket at a time. */
const LINES_PER_CHUNK = 500;

/** Which part of the exposition is asked for. */
export interface ExpositionRequest {
  readonly at: EpochSeconds;
  /** Only these names; all when empty. */
  readonly names: readonly string[];
  /** Whether each line says the moment it is of, so that every scraper keeps equal samples. */
  readonly hasTimestamps: boolean;
}

/** The series of a model at a moment in Prometheus' text format 0.0.4, with all their labels. */
export function* exposition(
  model: TrafficModel,
  { at, names, hasTimestamps }: ExpositionRequest,
): Generator<string> {
  const all = names.length > 0 ? names.flatMap((name) => model.series(name)) : model.series();
  const stamp = hasTimestamps ? ` ${Math.round(at * 1000)}` : '';
  const announced = new Set<string>();
  let chunk: string[] = [];
  for (const series of all) {
    const family = familyOf(series);
    if (!announced.has(family)) {
      announced.add(family);
      chunk.push(`# HELP ${family} ${HELP[family] ?? 'Part of the demo mesh.'}`);
      chunk.push(`# TYPE ${family} ${series.type}`);
    }
    const value = formatNumber(series.valueAt(at));
    chunk.push(`${series.name}{${labelsText(series.labels)}} ${value}${stamp}`);
    if (chunk.length < LINES_PER_CHUNK) continue;
    yield `${chunk.join('\n')}\n`;
    chunk = [];
  }
  if (chunk.length > 0) yield `${chunk.join('\n')}\n`;
}
