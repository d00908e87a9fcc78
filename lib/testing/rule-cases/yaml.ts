import type { RuleCase } from '@/lib/testing/check-cases';

/** Objects in one text; each part may hold several. */
export function all(...parts: readonly string[]): string {
  return parts.join('\n---\n');
}

/** An object in one line; `metadata` and `rest` are the insides of flow mappings. */
export function object(apiVersion: string, kind: string, metadata: string, rest = ''): string {
  const tail = rest === '' ? '' : `, ${rest}`;
  return `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {${metadata}}${tail}}`;
}

/** Writes cases that share the objects around them. */
export function around(world: string) {
  return (path: string, broken: string, clean: string): RuleCase => ({
    path,
    broken: all(world, broken),
    clean: all(world, clean),
  });
}

export const namespace = (name: string, rest = '') =>
  object('v1', 'Namespace', `name: ${name}${rest === '' ? '' : `, ${rest}`}`);

export const service = (
  name: string,
  ports = '{name: http, port: 80}',
  selector = `app: ${name}`,
) => object('v1', 'Service', `name: ${name}`, `spec: {selector: {${selector}}, ports: [${ports}]}`);

export const deployment = (name: string, labels: string, more = '') =>
  object(
    'apps/v1',
    'Deployment',
    `name: ${name}`,
    `spec: {selector: {matchLabels: {${labels}}}, template: {metadata: {labels: {${labels}}}, spec: {containers: [{name: app, image: x}]${more}}}}`,
  );

/** A running pod with these containers beside that of the application. */
export const pod = (name: string, labels: string, containers = '', more = '', ports = '') =>
  object(
    'v1',
    'Pod',
    `name: ${name}, labels: {${labels}}${more}`,
    `spec: {containers: [{name: app, image: x${ports}}${containers === '' ? '' : `, ${containers}`}]}, status: {phase: Running}`,
  );

/** What the definitions demand of a condition, beside its type and status. */
export const SINCE = 'reason: Known, message: told, lastTransitionTime: "2026-01-01T00:00:00Z"';
export const SIDECAR = '{name: istio-proxy, image: "proxyv2:1.29.0"}';
export const CAPTURED = ', annotations: {ambient.istio.io/redirection: enabled}';
