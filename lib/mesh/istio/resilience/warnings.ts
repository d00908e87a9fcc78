import { valueAt } from '@/lib/domain/pointer';
import type { ResilienceWarning, SettingForm } from '@/lib/domain/resilience/setting';
import { millisecondsOf } from '@/lib/domain/resilience/setting-text';
import { fieldsOf, numberOf, type Fields } from '@/lib/mesh/fields';
import { refOf } from '@/lib/mesh/object-refs';
import { triesWarning, type Part } from '@/lib/mesh/settings';

const DURATION: Extract<SettingForm, { readonly kind: 'duration' }> = {
  kind: 'duration',
  writes: 'text',
  minMs: 1,
};

/** What is wrong with the resilience of one route. */
export function routeWarnings(
  part: Part,
  route: Fields,
  name: string,
): readonly ResilienceWarning[] {
  const retries = fieldsOf(route['retries']);
  const object = refOf(part.object, part.kind);
  const tries = {
    retries: numberOf(retries['attempts']) ?? 0,
    perTryMs: millisecondsOf(retries['perTryTimeout'], DURATION),
    timeoutMs: millisecondsOf(route['timeout'], DURATION),
  };
  const what = `R${name.slice(1)}`;
  return [
    ...triesWarning(tries, { object, path: `${part.at}/retries`, what }),
    ...offWarnings(retries).map((message) => ({
      code: 'retries-off-with-more',
      message: `${what}: ${message}`,
      object,
      path: `${part.at}/retries`,
    })),
    ...(['delay', 'abort'] as const).flatMap((kind) => faultWarnings(part, route, kind, what)),
  ];
}

function offWarnings(retries: Fields): readonly string[] {
  const others = Object.keys(retries).filter((field) => field !== 'attempts');
  if (retries['attempts'] !== 0 || others.length === 0) return [];
  return [`retries are off (attempts: 0), and then ${others.join(', ')} may not stand beside it.`];
}

function faultWarnings(
  part: Part,
  route: Fields,
  kind: 'delay' | 'abort',
  what: string,
): readonly ResilienceWarning[] {
  const fault = fieldsOf(fieldsOf(route['fault'])[kind]);
  if (Object.keys(fault).length === 0) return [];
  const object = refOf(part.object, part.kind);
  const path = `${part.at}/fault/${kind}`;
  const percent = valueAt(fault, '/percentage/value');
  const old = numberOf(fault['percent']);
  const isMissing = percent === undefined && (kind === 'abort' || old === undefined);
  return [
    ...(isMissing
      ? [
          {
            code: 'fault-without-percentage',
            message: `${what}: its ${kind} has no percentage, which means 0 %, so that it never fires.`,
            object,
            path,
          },
        ]
      : []),
    ...(kind === 'delay' && old !== undefined
      ? [
          {
            code: 'deprecated-field',
            message: `${what}: the whole number \`percent\` of its delay is out of use; \`percentage.value\` took its place.`,
            object,
            path: `${path}/percent`,
          },
        ]
      : []),
  ];
}

/** What is wrong with one traffic policy. */
export function policyWarnings(
  part: Part,
  policy: Fields,
  name: string,
): readonly ResilienceWarning[] {
  const outliers = fieldsOf(policy['outlierDetection']);
  const object = refOf(part.object, part.kind);
  const path = `${part.at}/outlierDetection`;
  const old = outliers['consecutiveErrors'];
  const isOff =
    outliers['consecutive5xxErrors'] === 0 &&
    numberOf(outliers['consecutiveGatewayErrors']) === undefined;
  const what = `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
  return [
    ...(old === undefined
      ? []
      : [
          {
            code: 'deprecated-field',
            message: `${what}: \`consecutiveErrors\` is out of use; \`consecutiveGatewayErrors\` counts what it did.`,
            object,
            path: `${path}/consecutiveErrors`,
          },
        ]),
    ...(isOff
      ? [
          {
            code: 'breaker-never-trips',
            message: `${what}: outlier detection counts no errors (consecutive5xxErrors is 0 and gateway errors are not counted).`,
            object,
            path,
          },
        ]
      : []),
  ];
}
