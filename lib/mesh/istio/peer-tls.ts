import type { KubeObject } from '@/lib/domain/kube-object';
import type { ChainLink, PolicyWorkload, ServerTls, TlsMode } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, hasLabels, labelsOf, textOf } from '@/lib/mesh/fields';
import { PEER_AUTHENTICATION } from '@/lib/mesh/istio/kinds';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';
import { canSee } from '@/lib/mesh/policies/readable';
import { refOf } from '@/lib/mesh/object-refs';
import { byAge } from '@/lib/mesh/policies/refs';
import { composeChain, defaultLink, type Said } from '@/lib/mesh/policies/chain';
import { byNamespace } from '@/lib/mesh/workload-index';

/** What Istio's data planes make of the mode DISABLE: ztunnel knows none, and takes both. */
export type OnDisable = Extract<TlsMode, 'disabled' | 'permissive'>;

/** What of a workload a mode depends on. */
type TakesPeers = Pick<PolicyWorkload, 'namespace' | 'labels' | 'isGateway'>;

const UNSET = 'UNSET';

const DEFAULT: Said = {
  mode: 'permissive',
  link: defaultLink('PERMISSIVE', 'Istio takes both where nobody says anything else.'),
};

const UNREADABLE: Said = {
  mode: 'unknown',
  link: {
    ...{ scope: 'mesh', object: null, path: '', value: '' },
    because: `What ${ROOT_NAMESPACE} says for the whole mesh may not be read.`,
  },
};

const GATEWAY: ServerTls = composeChain([
  {
    mode: 'not-applicable',
    link: defaultLink('', 'The servers of its Gateway objects say what it takes in.'),
  },
]);

/**
 * The mode of a port, as istiod composes it: the mesh's policy, the namespace's, the workload's, and what that
 * says of the port. What is UNSET or left out inherits; of several in one scope the oldest wins.
 *
 * @returns A function of the workload and its own port; the objects are read once.
 */
export function peerTls(
  objects: ObjectStore,
  onDisable: OnDisable,
): (workload: TakesPeers, port: number | null) => ServerTls {
  const policies = byNamespace(objects, PEER_AUTHENTICATION);
  const rules = { onDisable };
  const meshWide = canSee(objects, ROOT_NAMESPACE)
    ? wide(policies.get(ROOT_NAMESPACE) ?? [], 'mesh', rules)
    : [UNREADABLE];
  return (workload, port) => {
    if (workload.isGateway) return GATEWAY;
    const isRoot = workload.namespace === ROOT_NAMESPACE;
    const own = isRoot ? [] : (policies.get(workload.namespace) ?? []);
    return composeChain([
      DEFAULT,
      ...meshWide,
      ...wide(own, 'namespace', rules),
      ...ofWorkload(own, workload, port, rules),
    ]);
  };
}

interface Rules {
  readonly onDisable: OnDisable;
}

function modeOf(value: string, { onDisable }: Rules): TlsMode | null {
  if (value === UNSET) return null;
  if (value === 'STRICT') return 'strict';
  return value === 'DISABLE' ? onDisable : 'permissive';
}

function wide(policies: readonly KubeObject[], scope: 'mesh' | 'namespace', rules: Rules): Said[] {
  const candidates = policies.filter((policy) => selectorOf(policy) === null).toSorted(byAge);
  return inScope(candidates, scope, scope === 'mesh' ? 'the whole mesh' : 'its namespace', rules);
}

/** A policy with a selector in the root namespace selects nothing. */
function ofWorkload(
  policies: readonly KubeObject[],
  { labels }: TakesPeers,
  port: number | null,
  rules: Rules,
): Said[] {
  const candidates = policies.filter((policy) => isFor(policy, labels)).toSorted(byAge);
  const [winner] = candidates;
  if (winner === undefined) return [];
  const saidOfPort = port === null ? [] : ofPort(winner, port, rules);
  return [...inScope(candidates, 'workload', 'its pods', rules), ...saidOfPort];
}

function inScope(
  [winner, ...younger]: readonly KubeObject[],
  scope: ChainLink['scope'],
  what: string,
  rules: Rules,
): Said[] {
  if (winner === undefined) return [];
  const value = valueOf(winner);
  const leaves = value === UNSET ? ' and leaves the mode to the wider scope' : '';
  const linkOf = (policy: KubeObject, because: string): ChainLink => ({
    ...{ scope, object: refOf(policy, PEER_AUTHENTICATION), path: 'spec.mtls.mode' },
    ...{ value: valueOf(policy), decides: false, because },
  });
  const { name } = winner.metadata;
  return [
    ...younger.map((policy) => ({
      mode: null,
      link: linkOf(policy, `${name} is older and for ${what} too, so that this one does nothing.`),
    })),
    { mode: modeOf(value, rules), link: linkOf(winner, `It is for ${what}${leaves}.`) },
  ];
}

function ofPort(policy: KubeObject, port: number, rules: Rules): Said[] {
  const said = fieldsOf(fieldsOf(policy.spec)['portLevelMtls'])[port];
  if (said === undefined) return [];
  const value = textOf(fieldsOf(said)['mode']) ?? UNSET;
  const leaves = value === UNSET ? ' and leaves the mode to the wider scope' : '';
  const link: ChainLink = {
    ...{
      scope: 'port',
      object: refOf(policy, PEER_AUTHENTICATION),
      path: `spec.portLevelMtls.${port}.mode`,
      value,
    },
    ...{ decides: false, because: `It is for port ${port} of its pods${leaves}.` },
  };
  return [{ mode: modeOf(value, rules), link }];
}

function valueOf({ spec }: KubeObject): string {
  return textOf(fieldsOf(fieldsOf(spec)['mtls'])['mode']) ?? UNSET;
}

/** The labels that a policy selects pods by; null where it selects all. */
export function selectorOf({ spec }: KubeObject): Readonly<Record<string, string>> | null {
  const wanted = labelsOf(fieldsOf(fieldsOf(spec)['selector'])['matchLabels']);
  return Object.keys(wanted).length === 0 ? null : wanted;
}

function isFor(policy: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  const selector = selectorOf(policy);
  return selector !== null && hasLabels(labels, selector);
}
