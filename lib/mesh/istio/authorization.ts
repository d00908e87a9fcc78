import type { KubeObject } from '@/lib/domain/kube-object';
import type { PolicyCall } from '@/lib/domain/policy';
import { fieldsOf, listOf, textOf, textsOf, type Fields } from '@/lib/mesh/fields';
import { allOf, anyOf, maybeOf, notOf, type Maybe } from '@/lib/mesh/policies/maybe';
import { areIn } from '@/lib/mesh/policies/networks';

/** Which proxy reads a policy: it decides what becomes of conditions on HTTP. */
export type Enforcer = 'sidecar' | 'waypoint' | 'ztunnel';

export interface Asking {
  readonly call: PolicyCall;
  readonly enforcer: Enforcer;
  readonly action: string;
  /** The namespace of the policy, in which short names of service accounts are. */
  readonly namespace: string;
}

/** A condition, and whether it is about HTTP, of which connections know nothing. */
interface Condition {
  readonly holds: Maybe;
  readonly isHttp: boolean;
}

/**
 * Whether a rule matches a call. What telemetry does not tell (methods, paths, hosts, headers, tokens) may match.
 *
 * Where connections are judged and not requests, a condition on HTTP keeps a rule of an ALLOW policy from ever
 * matching, and is left out of a rule of a DENY policy.
 */
export function ruleMatches(rule: unknown, asking: Asking): Maybe {
  const { from, to, when } = fieldsOf(rule);
  const sources = listOf(from).map((each) => fieldsOf(fieldsOf(each)['source']));
  const operations = listOf(to).map((each) => fieldsOf(fieldsOf(each)['operation']));
  const parts = [
    ...(sources.length === 0 ? [] : [sources.map((each) => sourceConditions(each, asking))]),
    ...(operations.length === 0
      ? []
      : [operations.map((each) => operationConditions(each, asking))]),
    ...listOf(when).map((each) => [[whenCondition(fieldsOf(each), asking)]]),
  ];
  const matches = allOf(parts.map((choices) => anyOf(choices.map((all) => allHold(all, asking)))));
  return isEmptied(parts.flat(2), asking) ? 'maybe' : matches;
}

function allHold(conditions: readonly Condition[], asking: Asking): Maybe {
  const isForgotten = !knowsHttp(asking) && conditions.some(({ isHttp }) => isHttp);
  if (isForgotten && asking.action !== 'DENY') return 'no';
  const kept = conditions.filter(({ isHttp }) => !isForgotten || !isHttp);
  return allOf(kept.map(({ holds }) => holds));
}

function knowsHttp({ call, enforcer }: Asking): boolean {
  return enforcer !== 'ztunnel' && call.protocol !== 'tcp';
}

/** A rule for ztunnel of which nothing is left without HTTP: what it makes of that is not told. */
function isEmptied(conditions: readonly Condition[], { enforcer, action }: Asking): boolean {
  const isAllHttp = conditions.length > 0 && conditions.every(({ isHttp }) => isHttp);
  return enforcer === 'ztunnel' && action === 'DENY' && isAllHttp;
}

/** Each field with the one that says the opposite. */
function pair(
  fields: Fields,
  name: string,
  isHttp: boolean,
  test: (values: readonly string[]) => Maybe,
): Condition[] {
  const opposite = `not${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const wanted = textsOf(fields[name]);
  const unwanted = textsOf(fields[opposite]);
  return [
    ...(wanted.length === 0 ? [] : [{ holds: test(wanted), isHttp }]),
    ...(unwanted.length === 0 ? [] : [{ holds: notOf(test(unwanted)), isHttp }]),
  ];
}

function sourceConditions(source: Fields, { call, namespace }: Asking): readonly Condition[] {
  const identity = identityOf(call);
  const accounts = (values: readonly string[]) =>
    identityTest(identity, ({ account }) =>
      values.some((value) => (value.includes('/') ? value : `${namespace}/${value}`) === account),
    );
  const ip = (values: readonly string[]) => areIn(addressesOf(call), values);
  return [
    ...pair(source, 'principals', false, (values) =>
      identityTest(identity, ({ principal }) => matchesAny(values, principal)),
    ),
    ...pair(source, 'namespaces', false, (values) =>
      identityTest(identity, (known) => matchesAny(values, known.namespace)),
    ),
    ...pair(source, 'serviceAccounts', false, accounts),
    ...pair(source, 'trustDomains', false, (values) =>
      identityTest(identity, () => matchesAny(values, TRUST_DOMAIN)),
    ),
    ...pair(source, 'ipBlocks', false, ip),
    ...pair(source, 'remoteIpBlocks', true, () => 'maybe'),
    ...pair(source, 'requestPrincipals', true, () => 'maybe'),
  ];
}

function operationConditions(operation: Fields, { call }: Asking): readonly Condition[] {
  return [
    ...pair(operation, 'ports', false, (values) => portTest(values, call)),
    ...pair(operation, 'methods', true, (values) => methodTest(values, call)),
    ...pair(operation, 'hosts', true, unknownUnlessAll),
    ...pair(operation, 'paths', true, unknownUnlessAll),
  ];
}

function unknownUnlessAll(values: readonly string[]): Maybe {
  return values.includes('*') ? 'yes' : 'maybe';
}

function portTest(values: readonly string[], { port }: PolicyCall): Maybe {
  return port === null ? 'maybe' : maybeOf(values.includes(String(port)));
}

/** Every call of gRPC is a POST. */
function methodTest(values: readonly string[], { protocol }: PolicyCall): Maybe {
  if (protocol === 'grpc') return maybeOf(matchesAny(values, 'POST'));
  return unknownUnlessAll(values);
}

function whenCondition(condition: Fields, asking: Asking): Condition {
  const key = textOf(condition['key']) ?? '';
  const values = textsOf(condition['values']);
  const notValues = textsOf(condition['notValues']);
  const { test, isHttp } = attributeTest(key, asking);
  const holds = allOf([
    ...(values.length === 0 ? [] : [test(values)]),
    ...(notValues.length === 0 ? [] : [notOf(test(notValues))]),
  ]);
  return { holds, isHttp };
}

interface AttributeTest {
  readonly test: (values: readonly string[]) => Maybe;
  readonly isHttp: boolean;
}

function attributeTest(key: string, { call }: Asking): AttributeTest {
  const identity = identityOf(call);
  const known: Readonly<Record<string, AttributeTest['test']>> = {
    'source.ip': (values) => areIn(addressesOf(call), values),
    'source.namespace': (values) =>
      identityTest(identity, (each) => matchesAny(values, each.namespace)),
    'source.principal': (values) =>
      identityTest(identity, (each) => matchesAny(values, each.principal)),
    'destination.ip': (values) => areIn(call.target.addresses, values),
    'destination.port': (values) => portTest(values, call),
  };
  const test = known[key];
  if (test !== undefined) return { test, isHttp: false };
  return { test: () => 'maybe', isHttp: key.startsWith('request.') || key === 'remote.ip' };
}

const TRUST_DOMAIN = 'cluster.local';

interface Identity {
  readonly principal: string;
  readonly namespace: string;
  /** `namespace/name` of the service account. */
  readonly account: string;
}

/** Who the server knows the caller to be: nobody without mutual TLS; null where it may be anybody. */
function identityOf({ source, isEncrypted }: PolicyCall): Identity | 'none' | null {
  if (!isEncrypted || source.kind === 'outside') return 'none';
  if (source.kind === 'unknown') return null;
  const { namespace, serviceAccount } = source.workload;
  return {
    principal: principalOf(namespace, serviceAccount),
    namespace,
    account: `${namespace}/${serviceAccount}`,
  };
}

/** The identity of a service account, as policies write it. */
export function principalOf(namespace: string, serviceAccount: string): string {
  return `${TRUST_DOMAIN}/ns/${namespace}/sa/${serviceAccount}`;
}

function identityTest(
  identity: Identity | 'none' | null,
  test: (identity: Identity) => boolean,
): Maybe {
  if (identity === null) return 'maybe';
  return identity === 'none' ? 'no' : maybeOf(test(identity));
}

function addressesOf({ source }: PolicyCall): readonly string[] | null {
  return source.kind === 'workload' ? source.workload.addresses : null;
}

/** A value may begin or end with `*`; alone, it wants that there is one. */
function matchesAny(values: readonly string[], text: string): boolean {
  return values.some((value) => {
    if (value === '*') return text !== '';
    if (value.startsWith('*')) return text.endsWith(value.slice(1));
    return value.endsWith('*') ? text.startsWith(value.slice(0, -1)) : value === text;
  });
}

/** What a policy does with a call that it matches: ALLOW where it does not say. */
export function actionOf({ spec }: KubeObject): string {
  return textOf(fieldsOf(spec)['action']) ?? 'ALLOW';
}
