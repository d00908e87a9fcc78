import type { DraftedPolicy, PolicyCall, PolicyDraft } from '@/lib/domain/policy';
import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import type { Inbound } from '@/lib/mesh/linkerd/inbound';
import { AUTHORIZATION_POLICY, SERVER } from '@/lib/mesh/linkerd/kinds';
import { draftOf, policyName } from '@/lib/mesh/policies/drafts';

const PROTOCOLS = { http: 'HTTP/1', grpc: 'gRPC', tcp: 'opaque' } as const;

/** An AuthorizationPolicy for the caller's service account, and a Server where none is for the port. */
export function draftAllowance(
  call: PolicyCall,
  objects: ObjectStore,
  inbound: Inbound,
): PolicyDraft {
  const { source, target } = call;
  if (source.kind !== 'workload') {
    return { objects: [], notes: ['The caller has no identity that a policy could name.'] };
  }
  const made = inbound.server === null ? serverFor(call, objects) : null;
  const server = inbound.server ?? made?.object;
  if (server === undefined) {
    return { objects: [], notes: ['Telemetry does not tell the port, and no Server names it.'] };
  }
  const { namespace, serviceAccount, name } = source.workload;
  const spec = {
    targetRef: { group: SERVER.group, kind: SERVER.kind, name: server.metadata.name },
    requiredAuthenticationRefs: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
  };
  const identity = {
    namespace: target.namespace,
    name: policyName('allow', name, 'to', target.name),
  };
  const policy = draftOf(AUTHORIZATION_POLICY, objects, identity, { spec });
  return {
    objects: [...(made === null ? [] : [made]), policy],
    notes: notesOf(call, inbound),
  };
}

function notesOf({ isEncrypted }: PolicyCall, { server, fallback }: Inbound): readonly string[] {
  const denies =
    'The Server denies every other caller of the port from then on. Simulate it first.';
  const open = `The Server’s access policy is ${fallback.policy}, so that others get through as well.`;
  return [
    ...(server === null ? [denies] : []),
    ...(server !== null && fallback.policy !== 'deny' ? [open] : []),
    ...(isEncrypted ? [] : ['The call comes in plain text, so that its identity is not known.']),
  ];
}

function serverFor(
  { target, port, protocol }: PolicyCall,
  objects: ObjectStore,
): DraftedPolicy | null {
  if (port === null) return null;
  const { namespace, labels, name } = target;
  const wanted = ['app', 'app.kubernetes.io/name', 'version', 'linkerd.io/proxy-deployment'];
  const own = Object.entries(labels).filter(([key]) => wanted.includes(key));
  const spec = {
    podSelector: { matchLabels: Object.fromEntries(own) },
    ...{ port, proxyProtocol: PROTOCOLS[protocol], accessPolicy: 'deny' },
  };
  return draftOf(SERVER, objects, { namespace, name: policyName(name, String(port)) }, { spec });
}

/** The annotation that lets none but callers with an identity in, where no Server says otherwise. */
export function tightenNamespace(namespace: string, objects: ObjectStore): PolicyDraft {
  const current = objects.list(NAMESPACES).find(({ metadata }) => metadata.name === namespace);
  const key = 'config.linkerd.io/default-inbound-policy';
  const object: KubeObject = {
    ...(current ?? { apiVersion: 'v1', kind: NAMESPACES.kind, metadata: { name: namespace } }),
    metadata: {
      ...(current?.metadata ?? { name: namespace }),
      annotations: { ...current?.metadata.annotations, [key]: 'all-authenticated' },
    },
  };
  const servers = objects.list(SERVER).filter(({ metadata }) => metadata.namespace === namespace);
  return {
    objects: [{ kind: NAMESPACES, object, replaces: current ?? null }],
    notes: [
      'Pods take the annotation over when they start again.',
      ...servers.map(({ metadata }) => `${metadata.name} speaks for its own port and outdoes it.`),
    ],
  };
}
