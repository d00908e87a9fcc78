import type { KubeObject } from '@/lib/domain/kube-object';
import type { DescribedPolicy, PolicyEffect } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, listOf, textOf, textsOf, type Fields } from '@/lib/mesh/fields';
import { actionOf } from '@/lib/mesh/istio/authorization';
import {
  AUTHORIZATION_POLICY,
  DESTINATION_RULE,
  PEER_AUTHENTICATION,
  REQUEST_AUTHENTICATION,
} from '@/lib/mesh/istio/kinds';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { selectorOf } from '@/lib/mesh/istio/peer-tls';
import { targetsOf } from '@/lib/mesh/istio/target-refs';
import { refOf } from '@/lib/mesh/object-refs';
import { labelWords, listWords } from '@/lib/mesh/policies/refs';

/** Istio's policies in words. */
export function describePolicies(objects: ObjectStore): readonly DescribedPolicy[] {
  return [
    ...objects.list(AUTHORIZATION_POLICY).map(authorization),
    ...objects.list(PEER_AUTHENTICATION).map(peerAuthentication),
    ...objects.list(REQUEST_AUTHENTICATION).map(requestAuthentication),
    ...objects.list(DESTINATION_RULE).flatMap(clientTls),
  ];
}

const EFFECTS: Readonly<Record<string, PolicyEffect>> = {
  ALLOW: 'allow',
  DENY: 'deny',
  CUSTOM: 'custom',
  AUDIT: 'audit',
};

const VERBS: Readonly<Record<string, string>> = {
  ALLOW: 'Allows',
  DENY: 'Denies',
  CUSTOM: 'Asks the authorizer about',
  AUDIT: 'Logs',
};

function authorization(policy: KubeObject): DescribedPolicy {
  const action = actionOf(policy);
  const rules = listOf(fieldsOf(policy.spec)['rules']);
  const words = rules.map((rule) => `${VERBS[action] ?? action} ${ruleWords(fieldsOf(rule))}.`);
  const nothing =
    action === 'ALLOW' ? 'It has no rule: nobody may call.' : 'It has no rule: it matches nothing.';
  return {
    object: refOf(policy, AUTHORIZATION_POLICY),
    effect: EFFECTS[action] ?? 'other',
    selects: selectionWords(policy),
    rules: words.length === 0 ? [nothing] : words,
    warnings: [],
  };
}

function selectionWords(policy: KubeObject): string {
  const targets = targetsOf(policy);
  if (targets.length > 0) return targets.map(({ kind, name }) => `${kind} ${name}`).join(', ');
  const selector = selectorOf(policy);
  const { namespace = '' } = policy.metadata;
  if (selector !== null) {
    const where = namespace === ROOT_NAMESPACE ? 'the whole mesh' : namespace;
    return `pods with ${labelWords(selector)} in ${where}`;
  }
  return namespace === ROOT_NAMESPACE ? 'the whole mesh' : `all pods of ${namespace}`;
}

function ruleWords({ from, to, when }: Fields): string {
  const sources = listOf(from).map((each) => fieldWords(fieldsOf(fieldsOf(each)['source'])));
  const operations = listOf(to).map((each) => fieldWords(fieldsOf(fieldsOf(each)['operation'])));
  const conditions = listOf(when).map((each) => whenWords(fieldsOf(each)));
  return [
    sources.length === 0 ? 'calls from anybody' : `calls from ${sources.join(', or ')}`,
    ...(operations.length === 0 ? [] : [`to ${operations.join(', or ')}`]),
    ...(conditions.length === 0 ? [] : [`when ${listWords(conditions)}`]),
  ].join(' ');
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  principals: 'identity',
  requestPrincipals: 'token of',
  namespaces: 'namespace',
  serviceAccounts: 'service account',
  trustDomains: 'trust domain',
  ipBlocks: 'address',
  remoteIpBlocks: 'original address',
  hosts: 'host',
  ports: 'port',
  methods: 'method',
  paths: 'path',
};

/** The conditions of one source or operation: all must hold. */
function fieldWords(fields: Fields): string {
  const words = Object.entries(fields).flatMap(([key, value]) => {
    const values = textsOf(value);
    if (values.length === 0) return [];
    const isNot = key.startsWith('not');
    const plain = isNot ? key.charAt(3).toLowerCase() + key.slice(4) : key;
    const name = FIELD_WORDS[plain] ?? plain;
    return [`${isNot ? 'no ' : ''}${name} ${listWords(values, 'or')}`];
  });
  return words.length === 0 ? 'anything' : listWords(words);
}

function whenWords({ key, values, notValues }: Fields): string {
  const wanted = textsOf(values);
  const unwanted = textsOf(notValues);
  const parts = [
    ...(wanted.length === 0 ? [] : [`is ${listWords(wanted, 'or')}`]),
    ...(unwanted.length === 0 ? [] : [`is not ${listWords(unwanted, 'or')}`]),
  ];
  return `${textOf(key) ?? ''} ${listWords(parts)}`;
}

const MODE_WORDS: Readonly<Record<string, string>> = {
  STRICT: 'takes mutual TLS alone',
  PERMISSIVE: 'takes mutual TLS and plain text',
  DISABLE: 'takes plain text alone',
  UNSET: 'leaves the mode to the wider scope',
};

function peerAuthentication(policy: KubeObject): DescribedPolicy {
  const { mtls, portLevelMtls } = fieldsOf(policy.spec);
  const modeWords = (value: unknown) =>
    MODE_WORDS[textOf(fieldsOf(value)['mode']) ?? 'UNSET'] ?? 'has a mode that is not known';
  const ports = Object.entries(fieldsOf(portLevelMtls));
  const isLost = policy.metadata.namespace === ROOT_NAMESPACE && selectorOf(policy) !== null;
  return {
    object: refOf(policy, PEER_AUTHENTICATION),
    effect: 'tls',
    selects: selectionWords(policy),
    rules: [
      `Every port ${modeWords(mtls)}.`,
      ...ports.map(([port, value]) => `Port ${port} ${modeWords(value)}.`),
    ],
    warnings: isLost ? ['A selector in the root namespace selects nothing.'] : [],
  };
}

function requestAuthentication(policy: KubeObject): DescribedPolicy {
  const rules = listOf(fieldsOf(policy.spec)['jwtRules']).map(fieldsOf);
  return {
    object: refOf(policy, REQUEST_AUTHENTICATION),
    effect: 'authenticate',
    selects: selectionWords(policy),
    rules: rules.map(({ issuer }) => `Checks tokens of ${textOf(issuer) ?? 'an issuer'}.`),
    warnings: ['A request without a token passes, unless an AuthorizationPolicy asks for one.'],
  };
}

const CLIENT_WORDS: Readonly<Record<string, string>> = {
  DISABLE: 'call in plain text',
  SIMPLE: 'call under TLS without a certificate of their own',
  MUTUAL: 'call under mutual TLS with certificates of their own',
  ISTIO_MUTUAL: 'call under mutual TLS',
};

/** Only where a rule says anything of TLS is it a policy. */
function clientTls(rule: KubeObject): DescribedPolicy[] {
  const { host, trafficPolicy, subsets } = fieldsOf(rule.spec);
  const wordsOf = (policy: unknown, of: string) => {
    const mode = textOf(fieldsOf(fieldsOf(policy)['tls'])['mode']);
    if (mode === undefined) return [];
    return [`Callers of ${of} ${CLIENT_WORDS[mode] ?? `use ${mode}`}.`];
  };
  const placesOf = (policy: unknown, of: string) => [
    ...wordsOf(policy, of),
    ...listOf(fieldsOf(policy)['portLevelSettings']).flatMap((each) => {
      const port = fieldsOf(fieldsOf(each)['port'])['number'];
      return wordsOf(each, typeof port === 'number' ? `port ${port} of ${of}` : of);
    }),
  ];
  const rules = [
    ...placesOf(trafficPolicy, 'any subset'),
    ...listOf(subsets).flatMap((each) => {
      const { name, trafficPolicy: own } = fieldsOf(each);
      return placesOf(own, `subset ${textOf(name) ?? ''}`);
    }),
  ];
  const selects = `callers of ${textOf(host) ?? 'a host'}`;
  const object = refOf(rule, DESTINATION_RULE);
  return rules.length === 0 ? [] : [{ object, effect: 'tls', selects, rules, warnings: [] }];
}
