import type { KubeObject } from '@/lib/domain/kube-object';
import type { PolicyCall, PolicyWorkload } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, listOf, textOf, textsOf } from '@/lib/mesh/fields';
import { networksOf, requiredOf } from '@/lib/mesh/linkerd/inbound';
import { MESH_TLS_AUTHENTICATION, NETWORK_AUTHENTICATION } from '@/lib/mesh/linkerd/kinds';
import { allOf, anyOf, maybeOf, type Maybe } from '@/lib/mesh/policies/maybe';
import { areInExcept } from '@/lib/mesh/policies/networks';

/** Whether an authorization, of the new kind or the old, is satisfied by a call. */
export type Authorizes = (authorization: KubeObject, call: PolicyCall) => Maybe;

/** Indexes the authentications of a store. */
export function authorizer(objects: ObjectStore): Authorizes {
  const keyed = (kind: typeof MESH_TLS_AUTHENTICATION) =>
    new Map(
      objects
        .list(kind)
        .map((each) => [`${each.metadata.namespace ?? ''}/${each.metadata.name}`, each]),
    );
  const meshTls = keyed(MESH_TLS_AUTHENTICATION);
  const networks = keyed(NETWORK_AUTHENTICATION);
  return (authorization, call) => {
    const own = authorization.metadata.namespace ?? '';
    if (authorization.kind === 'ServerAuthorization') return legacyHolds(authorization, call);
    const required = requiredOf(authorization).map(({ kind, name, namespace = own }): Maybe => {
      const key = `${namespace}/${name}`;
      switch (kind) {
        case 'ServiceAccount':
          return accountHolds(call, [key]);
        case 'MeshTLSAuthentication':
          return ofObject(meshTls.get(key), (each) => meshTlsHolds(each, call));
        case 'NetworkAuthentication':
          return ofObject(networks.get(key), ({ spec }) =>
            networkHolds(fieldsOf(spec)['networks'], call),
          );
        default:
          return 'maybe';
      }
    });
    return allOf(required);
  };
}

/** What is named and not there lets nobody through, unless it is where it may not be read. */
function ofObject(object: KubeObject | undefined, test: (object: KubeObject) => Maybe): Maybe {
  return object === undefined ? 'no' : test(object);
}

function meshTlsHolds({ spec, metadata }: KubeObject, call: PolicyCall): Maybe {
  const { identities, identityRefs } = fieldsOf(spec);
  const refs = listOf(identityRefs)
    .map(fieldsOf)
    .map(({ kind, name, namespace = metadata.namespace }) =>
      kind === 'Namespace'
        ? namespaceHolds(call, textOf(name) ?? String(namespace))
        : accountHolds(call, [`${textOf(namespace) ?? ''}/${textOf(name) ?? ''}`]),
    );
  return anyOf([...textsOf(identities).map((identity) => identityHolds(call, identity)), ...refs]);
}

function legacyHolds({ spec, metadata }: KubeObject, call: PolicyCall): Maybe {
  const { networks, unauthenticated, meshTLS } = fieldsOf(fieldsOf(spec)['client']);
  const from = networks === undefined ? 'yes' : networkHolds(networks, call);
  return allOf([
    from,
    unauthenticated === true ? 'yes' : legacyTls(meshTLS, metadata.namespace ?? '', call),
  ]);
}

function legacyTls(meshTLS: unknown, own: string, call: PolicyCall): Maybe {
  const { identities, serviceAccounts, unauthenticatedTLS } = fieldsOf(meshTLS);
  if (unauthenticatedTLS === true) return maybeOf(call.isEncrypted);
  const accounts = listOf(serviceAccounts)
    .map(fieldsOf)
    .map(({ name, namespace }) => `${textOf(namespace) ?? own}/${textOf(name) ?? ''}`);
  const named = textsOf(identities).map((identity) => identityHolds(call, identity));
  return anyOf([...named, ...(accounts.length === 0 ? [] : [accountHolds(call, accounts)])]);
}

/** Whether the caller has an identity of which a test holds: none without mutual TLS. */
function callerHolds(
  { source, isEncrypted }: PolicyCall,
  test: (caller: PolicyWorkload) => boolean,
): Maybe {
  if (!isEncrypted || source.kind === 'outside') return 'no';
  return source.kind === 'unknown' ? 'maybe' : maybeOf(test(source.workload));
}

function accountHolds(call: PolicyCall, accounts: readonly string[]): Maybe {
  return callerHolds(call, ({ namespace, serviceAccount }) =>
    accounts.includes(`${namespace}/${serviceAccount}`),
  );
}

function namespaceHolds(call: PolicyCall, name: string): Maybe {
  return callerHolds(call, ({ namespace }) => namespace === name);
}

/** `*` is everybody with an identity; `*.shop.serviceaccount.identity…` a part of them. */
function identityHolds(call: PolicyCall, identity: string): Maybe {
  if (identity === '*') return maybeOf(call.isEncrypted);
  return callerHolds(call, (caller) => {
    const own = identityOf(caller);
    return identity.startsWith('*') ? own.endsWith(identity.slice(1)) : own === identity;
  });
}

/** The identity of a service account, as Linkerd's own issuer names it where nobody chose another domain. */
export function identityOf({
  namespace,
  serviceAccount,
}: Pick<PolicyWorkload, 'namespace' | 'serviceAccount'>): string {
  return `${serviceAccount}.${namespace}.serviceaccount.identity.linkerd.cluster.local`;
}

function networkHolds(networks: unknown, { source }: PolicyCall): Maybe {
  const addresses = source.kind === 'workload' ? source.workload.addresses : null;
  return anyOf(
    networksOf(networks).map(({ cidr, except }) => areInExcept(addresses, cidr, except)),
  );
}
