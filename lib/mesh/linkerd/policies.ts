import type { KubeObject } from '@/lib/domain/kube-object';
import type { ObjectRef } from '@/lib/domain/object-ref';
import type {
  Decision,
  MeshPolicies,
  PolicyCall,
  PolicySource,
  PolicyWorkload,
  ServerTls,
} from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { authorizer, type Authorizes } from '@/lib/mesh/linkerd/authentication';
import { draftAllowance, tightenNamespace } from '@/lib/mesh/linkerd/draft-policy';
import { inboundFinder, type Fallback, type Inbound } from '@/lib/mesh/linkerd/inbound';
import { AUTHORIZATION_POLICY, SERVER_AUTHORIZATION } from '@/lib/mesh/linkerd/kinds';
import { describePolicies } from '@/lib/mesh/linkerd/policy-words';
import {
  composeChain,
  composeClient,
  defaultLink,
  plainClient,
  unknownClient,
  type Said,
} from '@/lib/mesh/policies/chain';
import { anyOf, maybeOf, type Maybe } from '@/lib/mesh/policies/maybe';
import { refOf } from '@/lib/mesh/object-refs';
import { byNobody, byObject } from '@/lib/mesh/policies/refs';

const MESH = 'linkerd';

/** What Linkerd's objects say: mutual TLS comes by itself, and that it must be there is a matter of authorization. */
export function policies(objects: ObjectStore): MeshPolicies {
  const inboundOf = inboundFinder(objects);
  const authorizes = authorizer(objects);
  const judge = (call: PolicyCall) => decide(call, inboundOf(call.target, call.port), authorizes);
  return {
    described: describePolicies(objects),
    serverTls: (workload, port) => serverTls(workload, port, inboundOf(workload, port), judge),
    clientTls,
    decide: judge,
    draft: (call) => draftAllowance(call, objects, inboundOf(call.target, call.port)),
    tighten: (namespace) => tightenNamespace(namespace, objects),
  };
}

function clientTls({ source, target }: PolicyCall) {
  if (source.kind === 'outside') return plainClient('The caller has no proxy of a mesh.');
  if (source.kind === 'unknown') return unknownClient('Nobody may know what the caller does.');
  if (target.mesh !== MESH) return plainClient('The server has no proxy of this mesh.');
  const because = 'Linkerd uses mutual TLS between its proxies by itself.';
  return composeClient([{ mode: 'automatic', link: defaultLink('automatic', because) }]);
}

const OUTSIDE: PolicySource = { kind: 'outside' };

/** A port is strict where nobody without an identity gets through, by whatever says so. */
function serverTls(
  target: PolicyWorkload,
  port: number | null,
  inbound: Inbound,
  judge: (call: PolicyCall) => Decision,
): ServerTls {
  if (inbound.isSkipped) return composeChain([automatic(null), skipped()]);
  const shared = { target, port, protocol: 'http', services: [], isEncrypted: false } as const;
  const plain = judge({ ...shared, source: OUTSIDE });
  const mode = plain.verdict === 'denied' ? 'strict' : 'permissive';
  const { fallback, server } = inbound;
  const because = `${plain.because} So ${mode === 'strict' ? 'no call in plain text gets through.' : 'plain text may get through too.'}`;
  const scope = server !== null ? 'port' : FALLBACK_SCOPES[fallback.from];
  const link = { scope, object: plain.object, path: plain.path, value: fallback.policy, because };
  return composeChain([automatic('permissive'), { mode, link }]);
}

const FALLBACK_SCOPES = {
  server: 'port',
  pod: 'workload',
  namespace: 'namespace',
  installation: 'mesh',
} as const;

function automatic(mode: 'permissive' | null): Said {
  return {
    mode,
    link: defaultLink('automatic', 'Its proxy takes mutual TLS and plain text by itself.'),
  };
}

function skipped(): Said {
  const because = 'An annotation lets the port pass by the proxy.';
  const path = 'metadata.annotations[config.linkerd.io/skip-inbound-ports]';
  return { mode: 'disabled', link: { ...defaultLink('skipped', because), scope: 'port', path } };
}

function decide(call: PolicyCall, inbound: Inbound, authorizes: Authorizes): Decision {
  if (inbound.isSkipped) {
    return byNobody('allowed', 'The port passes by the proxy, which therefore refuses nobody.');
  }
  const { server, authorizations, ofRoutes, fallback } = inbound;
  const found = authorizations.map((policy) => ({ policy, holds: authorizes(policy, call) }));
  const yes = found.find(({ holds }) => holds === 'yes');
  if (yes !== undefined) {
    return byObject(
      'allowed',
      authorizationRef(yes.policy),
      '',
      `${yes.policy.metadata.name} allows this caller.`,
    );
  }
  const otherwise = byFallback(call, fallback, server);
  if (otherwise.verdict === 'allowed') return otherwise;
  const maybe = found.find(({ holds }) => holds === 'maybe');
  if (maybe !== undefined) {
    const because = `${maybe.policy.metadata.name} may allow it: who calls, or from where, is not told.`;
    return byObject('unknown', authorizationRef(maybe.policy), '', because);
  }
  const ofRoute = ofRoutes.find((policy) => authorizes(policy, call) !== 'no');
  if (ofRoute !== undefined) {
    const because = `${ofRoute.metadata.name} allows it on one route; which one a request takes is not told.`;
    return byObject('unknown', authorizationRef(ofRoute), '', because);
  }
  return otherwise;
}

/** Authorizations are of the new kind or of the old. */
function authorizationRef(policy: KubeObject): ObjectRef {
  const isOld = policy.kind === SERVER_AUTHORIZATION.kind;
  return refOf(policy, isOld ? SERVER_AUTHORIZATION : AUTHORIZATION_POLICY);
}

const CONDITIONS: Readonly<Record<string, (call: PolicyCall) => Maybe>> = {
  'all-unauthenticated': () => 'yes',
  audit: () => 'yes',
  'all-authenticated': ({ isEncrypted }) => maybeOf(isEncrypted),
  'cluster-unauthenticated': isInCluster,
  'cluster-authenticated': (call) => (call.isEncrypted ? isInCluster(call) : 'no'),
  deny: () => 'no',
};

/** A caller that has a workload is in the cluster; of others the networks are not told. */
function isInCluster({ source }: PolicyCall): Maybe {
  return source.kind === 'workload' ? 'yes' : 'maybe';
}

const VERDICTS = { yes: 'allowed', no: 'denied', maybe: 'unknown' } as const;

function byFallback(call: PolicyCall, fallback: Fallback, server: KubeObject | null): Decision {
  const holds = CONDITIONS[fallback.policy]?.(call) ?? 'maybe';
  const because = `${fallbackWords(fallback, server)} is ${fallback.policy}.`;
  const { object, path } = fallback;
  return { verdict: VERDICTS[anyOf([holds])], object, path, because };
}

function fallbackWords({ from }: Fallback, server: KubeObject | null): string {
  switch (from) {
    case 'server':
      return `No authorization matches, and the access policy of ${server?.metadata.name ?? 'the Server'}`;
    case 'pod':
      return 'No Server is for the port, and the default of its pods';
    case 'namespace':
      return 'No Server is for the port, and the default of its namespace';
    case 'installation':
      return 'No Server is for the port, and the default of the installation, unless it was changed,';
  }
}
