import {
  arrayAt,
  isObject,
  stringAt,
  valueAt,
  type Json,
  type JsonObject,
} from '../../kubernetes/json';
import { fields, list, TEXT, WHOLE, type Schema } from '../../kubernetes/schema';
import type { ServedKind } from '../../kubernetes/served-kind';
import { nameOf } from '../../kubernetes/store';
import { POLICY_ROUTES, TRAFFIC_SPLITS } from './kinds';

const BACKEND_REF = fields(
  { group: TEXT, kind: TEXT, name: TEXT, namespace: TEXT, port: WHOLE, weight: WHOLE },
  ['name'],
);
const POLICY_ROUTE = fields({
  parentRefs: list(fields({ name: TEXT, port: WHOLE }, ['name'])),
  rules: list(fields({ backendRefs: list(BACKEND_REF) })),
});

/** Weights are numbers in one version and quantities in the other, so that their type is left open. */
const TRAFFIC_SPLIT = fields(
  { service: TEXT, backends: list(fields({ service: TEXT }, ['service', 'weight'])) },
  ['service', 'backends'],
);

/** A ServiceProfile's weights are checked by nobody: its definition asks for them in the wrong place. */
export const LINKERD_SCHEMAS: readonly (readonly [ServedKind, Schema])[] = [
  [POLICY_ROUTES, POLICY_ROUTE],
  [TRAFFIC_SPLITS, TRAFFIC_SPLIT],
];

const MAX_WEIGHT = 1_000_000;

/** What the API server and Linkerd's webhook say against a route; null when nothing. */
export function admitLinkerd(kind: ServedKind, object: JsonObject): string | null {
  if (kind !== POLICY_ROUTES) return null;
  const errors = arrayAt(object, 'spec', 'rules').flatMap((rule, i) =>
    arrayAt(rule, 'backendRefs').flatMap((backend, j) =>
      backendErrors(backend, `spec.rules[${String(i)}].backendRefs[${String(j)}]`),
    ),
  );
  const [error] = errors;
  if (error === undefined) return null;
  return `admission webhook "linkerd-policy-validator.linkerd.io" denied the request: HTTPRoute "${nameOf(object)}": ${error}`;
}

function backendErrors(backend: Json, field: string): readonly string[] {
  if (!isObject(backend)) return [];
  const weight = Number(valueAt(backend, 'weight') ?? 1);
  const kind = stringAt(backend, 'kind');
  const isService = kind === '' || kind === 'Service';
  return [
    ...(isService && valueAt(backend, 'port') === undefined ? [`${field} must have a port`] : []),
    ...(weight < 0 || weight > MAX_WEIGHT
      ? [`${field}.weight must be between 0 and ${String(MAX_WEIGHT)}`]
      : []),
  ];
}
