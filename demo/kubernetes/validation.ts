import { arrayAt, isArray, isObject, objectAt, valueAt, type Json, type JsonObject } from './json';
import { DESTINATION_RULES, VIRTUAL_SERVICES, type ServedKind } from './kinds';
import { ApiError, invalidObject, type Cause } from './status';
import { nameOf } from './store';

/** The part of a structural schema that the demo needs. What it does not name is let through. */
type Schema =
  | { readonly type: 'string' | 'integer' }
  | { readonly type: 'array'; readonly items: Schema }
  | {
      readonly type: 'object';
      readonly fields: Readonly<Record<string, Schema>>;
      readonly required?: readonly string[];
    };

const TEXT: Schema = { type: 'string' };
const WHOLE: Schema = { type: 'integer' };
const list = (items: Schema): Schema => ({ type: 'array', items });
const fields = (of: Readonly<Record<string, Schema>>, required?: readonly string[]): Schema => ({
  type: 'object',
  fields: of,
  ...(required && { required }),
});

const DESTINATION = fields({ host: TEXT, subset: TEXT, port: fields({ number: WHOLE }) }, ['host']);
const ROUTE = list(fields({ destination: DESTINATION, weight: WHOLE }, ['destination']));

const VIRTUAL_SERVICE = fields({
  hosts: list(TEXT),
  gateways: list(TEXT),
  http: list(fields({ name: TEXT, match: list(fields({})), route: ROUTE })),
  tcp: list(fields({ match: list(fields({})), route: ROUTE })),
  tls: list(
    fields({ match: list(fields({ sniHosts: list(TEXT) }, ['sniHosts'])), route: ROUTE }, [
      'match',
    ]),
  ),
});

const DESTINATION_RULE = fields(
  { host: TEXT, subsets: list(fields({ name: TEXT, labels: fields({}) }, ['name'])) },
  ['host'],
);

const SCHEMAS: readonly (readonly [ServedKind, Schema])[] = [
  [VIRTUAL_SERVICES, VIRTUAL_SERVICE],
  [DESTINATION_RULES, DESTINATION_RULE],
];

/** The name that the API server gives the type of a value in its messages. */
function typeName(value: Json): string {
  if (isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  if (value === null) return 'null';
  if (typeof value !== 'number') return typeof value;
  return Number.isInteger(value) ? 'integer' : 'number';
}

function causesOf(value: Json, schema: Schema, field: string): readonly Cause[] {
  if (typeName(value) !== schema.type) {
    const quoted = JSON.stringify(typeName(value));
    const message = `Invalid value: ${quoted}: ${field} in body must be of type ${schema.type}: ${quoted}`;
    return [{ reason: 'FieldValueTypeInvalid', message, field }];
  }
  if (schema.type === 'array' && isArray(value)) {
    return value.flatMap((item, i) => causesOf(item, schema.items, `${field}[${String(i)}]`));
  }
  if (schema.type !== 'object' || !isObject(value)) return [];
  const missing = (schema.required ?? []).filter((key) => !Object.hasOwn(value, key));
  return [
    ...missing.map((key) => ({
      reason: 'FieldValueRequired',
      message: 'Required value',
      field: `${field}.${key}`,
    })),
    ...Object.entries(schema.fields).flatMap(([key, inner]) => {
      const child = valueAt(value, key);
      // A null where the schema has no null is dropped, as the API server does.
      return child === undefined || child === null ? [] : causesOf(child, inner, `${field}.${key}`);
    }),
  ];
}

const UNCHECKED: Cause = {
  reason: 'FieldValueInvalid',
  message:
    'Invalid value: null: some validation rules were not checked because the object was invalid; ' +
    'correct the existing errors to complete validation',
  field: '<nil>',
};

/** Refuses an object that breaks the schema of its kind, as the API server does. @throws ApiError 422 */
export function checkSchema(kind: ServedKind, object: JsonObject): void {
  const schema = SCHEMAS.find(([of]) => of === kind)?.[1];
  if (schema === undefined) return;
  const causes = causesOf(objectAt(object, 'spec'), schema, 'spec');
  if (causes.length > 0) throw invalidObject(kind, nameOf(object), [...causes, UNCHECKED]);
}

/** Refuses what Istio's admission webhook refuses about weights. @throws ApiError 400 */
export function checkAdmission(kind: ServedKind, object: JsonObject): void {
  if (kind !== VIRTUAL_SERVICES) return;
  const errors = [...shapeErrors(object), ...['http', 'tcp', 'tls'].flatMap(weightErrors(object))];
  if (errors.length === 0) return;
  const text =
    errors.length === 1
      ? errors.join('')
      : `${String(errors.length)} errors occurred:\n\t* ${errors.join('\n\t* ')}\n\n`;
  const webhook = 'admission webhook "validation.istio.io" denied the request';
  throw new ApiError(400, undefined, `${webhook}: configuration is invalid: ${text}`);
}

function shapeErrors(object: JsonObject): readonly string[] {
  const spec = objectAt(object, 'spec');
  const routed = ['http', 'tcp', 'tls'].some((protocol) => arrayAt(spec, protocol).length > 0);
  return routed ? [] : ['http, tcp or tls must be provided in virtual service'];
}

const weightErrors =
  (object: JsonObject) =>
  (protocol: string): readonly string[] =>
    arrayAt(object, 'spec', protocol).flatMap((rule) => {
      const weights = arrayAt(rule, 'route').map((target) =>
        Number(valueAt(target, 'weight') ?? 0),
      );
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return [
        ...weights.filter((weight) => weight < 0).map((weight) => `weight ${String(weight)} < 0`),
        ...(weights.length > 1 && total === 0 ? ['total destination weight = 0'] : []),
      ];
    });
