import { rowsOf, thing } from '@/lib/testing/policy-cases/builders';

const ROOT = { namespace: 'istio-system' };
const WEB = 'cluster.local/ns/shop/sa/web';

const policy = (name: string, spec: object, metadata = {}) =>
  thing('AuthorizationPolicy.security', name, spec, metadata);
const from = (source: object) => ({ from: [{ source }] });
const allow = (rule: object, name = 'let') => policy(name, { action: 'ALLOW', rules: [rule] });
const deny = (rule: object, name = 'stop') => policy(name, { action: 'DENY', rules: [rule] });

const ORDER = '1.C evaluation';

/** What Istio’s AuthorizationPolicies make of a call, by their order and what they select. */
export const ISTIO_ORDER = rowsOf('istio', [
  [ORDER, 'without any policy a call is allowed', [], { verdict: 'allowed', by: null }],
  [
    ORDER,
    'an empty spec denies everything',
    [policy('none', {})],
    { verdict: 'denied', by: 'none' },
  ],
  [
    ORDER,
    'one empty rule allows everything',
    [allow({})],
    { verdict: 'allowed', by: 'let', path: 'spec.rules[0]' },
  ],
  [
    ORDER,
    'DENY with an empty rule denies everything',
    [deny({})],
    { verdict: 'denied', by: 'stop' },
  ],
  [
    ORDER,
    'DENY without a rule matches nothing',
    [policy('stop', { action: 'DENY' })],
    { verdict: 'allowed', by: null },
  ],
  [
    ORDER,
    'ALLOW is the action where none is said',
    [policy('let', { rules: [from({ principals: [WEB] })] })],
    { verdict: 'allowed', by: 'let' },
  ],
  [
    ORDER,
    'DENY comes before ALLOW',
    [allow({}), deny(from({ principals: [WEB] }))],
    { verdict: 'denied', by: 'stop' },
  ],
  [
    ORDER,
    'a DENY that does not match leaves it to ALLOW',
    [allow({}), deny(from({ principals: ['x'] }))],
    { verdict: 'allowed', by: 'let' },
  ],
  [
    ORDER,
    'no ALLOW matches',
    [allow(from({ principals: ['x'] }))],
    { verdict: 'denied', by: 'let' },
  ],
  [
    ORDER,
    'any of several ALLOW policies is enough',
    [allow(from({ principals: ['x'] }), 'a'), allow({}, 'b')],
    { verdict: 'allowed', by: 'b' },
  ],
  [
    ORDER,
    'CUSTOM asks somebody else',
    [policy('ask', { action: 'CUSTOM', provider: { name: 'opa' }, rules: [{}] })],
    { verdict: 'unknown', by: 'ask' },
  ],
  [
    ORDER,
    'DENY stands whatever CUSTOM says',
    [policy('ask', { action: 'CUSTOM', rules: [{}] }), deny({})],
    { verdict: 'denied', by: 'stop' },
  ],
  [
    ORDER,
    'a CUSTOM that does not match is not asked',
    [policy('ask', { action: 'CUSTOM', rules: [from({ principals: ['x'] })] })],
    { verdict: 'allowed', by: null },
  ],
  [
    ORDER,
    'AUDIT decides nothing',
    [policy('log', { action: 'AUDIT', rules: [{}] })],
    { verdict: 'allowed', by: null },
  ],
  [
    ORDER,
    'the second rule may be the one',
    [policy('let', { rules: [from({ principals: ['x'] }), from({ namespaces: ['shop'] })] })],
    { verdict: 'allowed', path: 'spec.rules[1]' },
  ],

  [
    '1.C root namespace',
    'a policy there is for the whole mesh',
    [policy('none', {}, ROOT)],
    { verdict: 'denied', by: 'none' },
  ],
  [
    '1.C root namespace',
    'what may not be read may deny',
    [thing('Namespace', 'shop', undefined), allow({})],
    { verdict: 'unknown', by: 'let' },
  ],
  [
    '1.C selector',
    'another namespace’s policy is not for it',
    [policy('none', {}, { namespace: 'other' })],
    { verdict: 'allowed', by: null },
  ],
  [
    '1.C selector',
    'a selector of others does not count',
    [policy('none', { selector: { matchLabels: { app: 'x' } } })],
    { verdict: 'allowed', by: null },
  ],
  [
    '1.C selector',
    'a selector of its pods counts',
    [policy('none', { selector: { matchLabels: { app: 'cart' } } })],
    { verdict: 'denied', by: 'none' },
  ],
  [
    '1.C targetRefs',
    'what is attached to a waypoint is not for sidecars',
    [policy('none', { targetRefs: [{ kind: 'Gateway', name: 'w' }] })],
    { verdict: 'allowed', by: null },
  ],
]);
