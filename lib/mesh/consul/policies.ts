import type { KubeObject, ResourceKind } from '@/lib/domain/kube-object';
import type {
  ClientTls,
  Decision,
  MeshPolicies,
  PolicyCall,
  PolicyWorkload,
  ServerTls,
} from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { draftAllowance, tightenNamespace } from '@/lib/mesh/consul/draft-policy';
import { intentionsOf, isSynced, serviceNameOf } from '@/lib/mesh/consul/intentions';
import { MESH, PROXY_DEFAULTS, SERVICE_DEFAULTS } from '@/lib/mesh/consul/kinds';
import { describePolicies } from '@/lib/mesh/consul/policy-words';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import {
  composeChain,
  composeClient,
  defaultLink,
  plainClient,
  unknownClient,
  type Said,
} from '@/lib/mesh/policies/chain';
import { refOf } from '@/lib/mesh/object-refs';
import { byNobody } from '@/lib/mesh/policies/refs';

const ID = 'consul';

/** What Consul's config entries say: mutual TLS is always on, unless a service may take plain text as well. */
export function policies(objects: ObjectStore): MeshPolicies {
  const byIntention = intentionsOf(objects);
  return {
    described: describePolicies(objects),
    serverTls: tlsReader(objects),
    clientTls,
    decide: (call) => decide(call, byIntention),
    draft: (call) => draftAllowance(call, objects),
    tighten: (namespace) => tightenNamespace(namespace, objects),
  };
}

function decide(call: PolicyCall, byIntention: (call: PolicyCall) => Decision): Decision {
  if (call.target.isGateway) {
    return byNobody('allowed', 'A gateway takes calls of whoever reaches it.');
  }
  if (!call.isEncrypted) {
    return byNobody('allowed', 'Its port takes plain text, of which intentions know no caller.');
  }
  return byIntention(call);
}

function clientTls({ source, target }: PolicyCall): ClientTls {
  if (source.kind === 'outside') return plainClient('The caller has no proxy of a mesh.');
  if (source.kind === 'unknown') return unknownClient('Nobody may know what the caller does.');
  if (target.mesh !== ID || target.isGateway) {
    return plainClient('The way leads to no service of this mesh.');
  }
  const because = 'Consul’s proxies call one another under mutual TLS, always.';
  return composeClient([{ mode: 'mutual', link: defaultLink('always', because) }]);
}

/** The mode of a service: strict by itself, then as ProxyDefaults and ServiceDefaults say. */
function tlsReader(objects: ObjectStore): (workload: PolicyWorkload) => ServerTls {
  const [global] = objects
    .list(PROXY_DEFAULTS)
    .filter(({ metadata }) => metadata.name === 'global');
  const [mesh] = objects.list(MESH).filter(({ metadata }) => metadata.name === 'mesh');
  const defaults = new Map(
    objects.list(SERVICE_DEFAULTS).map((each) => [each.metadata.name, each]),
  );
  const isPermissiveAllowed = fieldsOf(mesh?.spec)['allowEnablingPermissiveMutualTLS'] === true;
  const first: Said = {
    mode: 'strict',
    link: defaultLink('strict', 'Consul takes mutual TLS alone unless somebody says otherwise.'),
  };
  return (workload) => {
    if (workload.isGateway) return GATEWAY;
    const own = defaults.get(serviceNameOf(workload));
    return composeChain([
      first,
      ...said(global, PROXY_DEFAULTS, 'It is for all services.', isPermissiveAllowed),
      ...said(own, SERVICE_DEFAULTS, 'It is for this service.', isPermissiveAllowed),
    ]);
  };
}

const GATEWAY = composeChain([
  {
    mode: 'not-applicable',
    link: defaultLink('', 'The listeners of a gateway say what it takes in.'),
  },
]);

function said(
  object: KubeObject | undefined,
  kind: ResourceKind,
  because: string,
  isPermissiveAllowed: boolean,
): Said[] {
  if (object === undefined) return [];
  const value = textOf(fieldsOf(object.spec)['mutualTLSMode']) ?? '';
  const scope = kind === PROXY_DEFAULTS ? ('mesh' as const) : ('workload' as const);
  const link = { scope, object: refOf(object, kind), path: 'spec.mutualTLSMode', value };
  if (value !== 'strict' && value !== 'permissive') {
    return [
      {
        mode: null,
        link: { ...link, because: `${because} It leaves the mode to the wider scope.` },
      },
    ];
  }
  if (!isSynced(object)) {
    return [
      { mode: null, link: { ...link, because: 'Consul refused it, so that it is not in force.' } },
    ];
  }
  if (value === 'permissive' && !isPermissiveAllowed) {
    const why =
      'Mesh does not allow permissive (allowEnablingPermissiveMutualTLS), so that Consul refuses it.';
    return [{ mode: null, link: { ...link, because: why } }];
  }
  return [{ mode: value, link: { ...link, because } }];
}
