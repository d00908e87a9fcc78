import type { PolicyCall, PolicyDraft, PolicyWorkload } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { actionOf, principalOf } from '@/lib/mesh/istio/authorization';
import { appliedPolicies } from '@/lib/mesh/istio/applied-policies';
import { AUTHORIZATION_POLICY, PEER_AUTHENTICATION } from '@/lib/mesh/istio/kinds';
import { selectorOf } from '@/lib/mesh/istio/peer-tls';
import { draftOf, policyName } from '@/lib/mesh/policies/drafts';
import { byAge } from '@/lib/mesh/policies/refs';
import { byNamespace } from '@/lib/mesh/workload-index';

/** What a drafted policy is attached to: the pods, or the service where a waypoint stands before it. */
export type Attachment =
  { readonly kind: 'pods' } | { readonly kind: 'service'; readonly name: string };

/** An AuthorizationPolicy that allows the caller's identity on the port that it calls. */
export function draftAllowance(
  call: PolicyCall,
  objects: ObjectStore,
  attachment: Attachment,
): PolicyDraft {
  const { source, target, port } = call;
  if (source.kind !== 'workload') {
    return { objects: [], notes: ['The caller has no identity that a policy could name.'] };
  }
  const { namespace, serviceAccount } = source.workload;
  const principals = [principalOf(namespace, serviceAccount)];
  const operation =
    attachment.kind === 'pods' && port !== null
      ? { to: [{ operation: { ports: [String(port)] } }] }
      : {};
  const spec = {
    ...attached(target, attachment),
    action: 'ALLOW',
    rules: [{ from: [{ source: { principals } }], ...operation }],
  };
  const name = policyName('allow', source.workload.name, 'to', target.name);
  const draft = draftOf(
    AUTHORIZATION_POLICY,
    objects,
    { namespace: target.namespace, name },
    { spec },
  );
  return { objects: [draft], notes: notesOf(call, objects, attachment) };
}

function attached(target: PolicyWorkload, attachment: Attachment) {
  if (attachment.kind === 'service') {
    return { targetRefs: [{ group: '', kind: 'Service', name: attachment.name }] };
  }
  return { selector: { matchLabels: ownLabels(target) } };
}

/** The labels by which a workload is known, without those that controllers and injectors write. */
function ownLabels({ labels, name }: PolicyWorkload): Readonly<Record<string, string>> {
  const known = ['app', 'app.kubernetes.io/name', 'version', 'app.kubernetes.io/version'];
  const own = Object.entries(labels).filter(([key]) => known.includes(key));
  return own.length > 0 ? Object.fromEntries(own) : { 'app.kubernetes.io/instance': name };
}

function notesOf(
  call: PolicyCall,
  objects: ObjectStore,
  attachment: Attachment,
): readonly string[] {
  const { target, isEncrypted } = call;
  const others = appliedPolicies(objects)
    .forPods(target)
    .filter((policy) => actionOf(policy) === 'ALLOW');
  const isFirst = attachment.kind === 'service' || others.length === 0;
  return [
    ...(isFirst
      ? [
          'It is the first ALLOW policy there, so that every other caller is denied from then on. Simulate it first.',
        ]
      : []),
    ...(isEncrypted
      ? []
      : [
          'The call comes in plain text, so that its identity is not known and the policy does not let it through.',
        ]),
    'Telemetry tells no methods or paths, so that the policy allows all of them.',
  ];
}

/** A PeerAuthentication for the namespace: the one that is in force there, else a new one. */
export function tightenNamespace(namespace: string, objects: ObjectStore): PolicyDraft {
  const all = byNamespace(objects, PEER_AUTHENTICATION).get(namespace) ?? [];
  const [current] = all.filter((policy) => selectorOf(policy) === null).toSorted(byAge);
  const name = current?.metadata.name ?? 'default';
  const body = { spec: { mtls: { mode: 'STRICT' } } };
  return {
    objects: [draftOf(PEER_AUTHENTICATION, objects, { namespace, name }, body)],
    notes: all
      .filter((policy) => selectorOf(policy) !== null)
      .map(({ metadata }) => `${metadata.name} is for some of its pods and outdoes it for them.`),
  };
}
