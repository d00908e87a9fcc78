import { arrayAt, stringAt, valueAt, type JsonObject } from '../../kubernetes/json';
import { fields, list, NUMBER, TEXT, type Schema } from '../../kubernetes/schema';
import type { ServedKind } from '../../kubernetes/served-kind';
import { nameOf } from '../../kubernetes/store';
import { SERVICE_ROUTERS, SERVICE_SPLITTERS } from './kinds';

const TARGET = { service: TEXT, serviceSubset: TEXT, namespace: TEXT, partition: TEXT };
const SPLITTER = fields({ splits: list(fields({ ...TARGET, weight: NUMBER })) });
const ROUTER = fields({
  routes: list(fields({ match: fields({}), destination: fields(TARGET) })),
});

export const CONSUL_SCHEMAS: readonly (readonly [ServedKind, Schema])[] = [
  [SERVICE_SPLITTERS, SPLITTER],
  [SERVICE_ROUTERS, ROUTER],
];

/** What Consul's webhook says against a ServiceSplitter; null when nothing. */
export function admitConsul(kind: ServedKind, object: JsonObject): string | null {
  if (kind !== SERVICE_SPLITTERS) return null;
  const splits = arrayAt(object, 'spec', 'splits');
  const errors = [
    ...splits.flatMap((split, i) => weightErrors(Number(valueAt(split, 'weight') ?? 0), i)),
    ...sumErrors(splits),
    ...splits.flatMap((split, i) => namespaceErrors(stringAt(split, 'namespace'), i)),
  ];
  if (errors.length === 0) return null;
  const all = errors.length === 1 ? errors.join('') : `[${errors.join(', ')}]`;
  return (
    'admission webhook "mutate-servicesplitter.consul.hashicorp.com" denied the request: ' +
    `servicesplitter.consul.hashicorp.com "${nameOf(object)}" is invalid: ${all}`
  );
}

function weightErrors(weight: number, index: number): readonly string[] {
  const float = Math.fround(weight);
  if (float === 0 || (float >= Math.fround(0.01) && float <= 100)) return [];
  const field = `spec.splits[${String(index)}].weight`;
  return [
    `${field}: Invalid value: ${String(weight)}: weight must be a percentage between 0.01 and 100`,
  ];
}

/** The webhook adds 32-bit floats in their order and wants exactly 100. */
function sumErrors(splits: ReturnType<typeof arrayAt>): readonly string[] {
  const sum = splits.reduce<number>(
    (total, split) => Math.fround(total + Math.fround(Number(valueAt(split, 'weight') ?? 0))),
    0,
  );
  if (sum === 100) return [];
  const value = JSON.stringify(JSON.stringify(splits));
  return [
    `spec.splits: Invalid value: ${value}: the sum of weights across all splits must add up to 100 percent, ` +
      `but adds up to ${sum.toFixed(6)}`,
  ];
}

function namespaceErrors(namespace: string, index: number): readonly string[] {
  if (namespace === '') return [];
  const field = `spec.splits[${String(index)}].namespace`;
  return [
    `${field}: Invalid value: "${namespace}": Consul Enterprise namespaces must be enabled to set split.namespace`,
  ];
}
