import { arrayAt, objectAt, valueAt, type JsonObject } from '../../kubernetes/json';
import { fields, list, TEXT, WHOLE, type Schema } from '../../kubernetes/schema';
import type { ServedKind } from '../../kubernetes/served-kind';
import { DESTINATION_RULES, VIRTUAL_SERVICES } from './kinds';

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

export const ISTIO_SCHEMAS: readonly (readonly [ServedKind, Schema])[] = [
  [VIRTUAL_SERVICES, VIRTUAL_SERVICE],
  [DESTINATION_RULES, DESTINATION_RULE],
];

/** What Istio's admission webhook says against the weights of an object; null when nothing. */
export function admitIstio(kind: ServedKind, object: JsonObject): string | null {
  if (kind !== VIRTUAL_SERVICES) return null;
  const errors = [...shapeErrors(object), ...['http', 'tcp', 'tls'].flatMap(weightErrors(object))];
  if (errors.length === 0) return null;
  const text =
    errors.length === 1
      ? errors.join('')
      : `${String(errors.length)} errors occurred:\n\t* ${errors.join('\n\t* ')}\n\n`;
  const webhook = 'admission webhook "validation.istio.io" denied the request';
  return `${webhook}: configuration is invalid: ${text}`;
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
