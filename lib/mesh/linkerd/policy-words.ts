import type { KubeObject } from '@/lib/domain/kube-object';
import type { DescribedPolicy } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { fieldsOf, labelsOf, listOf, textOf, textsOf } from '@/lib/mesh/fields';
import { networksOf, requiredOf } from '@/lib/mesh/linkerd/inbound';
import {
  AUTHORIZATION_POLICY,
  MESH_TLS_AUTHENTICATION,
  NETWORK_AUTHENTICATION,
  SERVER,
  SERVER_AUTHORIZATION,
} from '@/lib/mesh/linkerd/kinds';
import { refOf } from '@/lib/mesh/object-refs';
import { labelWords, listWords } from '@/lib/mesh/policies/refs';

/** Linkerd's policies in words. */
export function describePolicies(objects: ObjectStore): readonly DescribedPolicy[] {
  const known = new Set(
    [SERVER, MESH_TLS_AUTHENTICATION, NETWORK_AUTHENTICATION].flatMap((kind) =>
      objects
        .list(kind)
        .map(({ metadata }) => `${kind.kind} ${metadata.namespace ?? ''}/${metadata.name}`),
    ),
  );
  return [
    ...objects.list(SERVER).map(server),
    ...objects.list(AUTHORIZATION_POLICY).map((policy) => authorization(policy, known)),
    ...objects.list(SERVER_AUTHORIZATION).map((policy) => legacy(policy, known)),
    ...objects.list(MESH_TLS_AUTHENTICATION).map(meshTls),
    ...objects.list(NETWORK_AUTHENTICATION).map(network),
  ];
}

function server(object: KubeObject): DescribedPolicy {
  const { podSelector, port, accessPolicy } = fieldsOf(object.spec);
  const labels = labelWords(labelsOf(fieldsOf(podSelector)['matchLabels']));
  const policy = textOf(accessPolicy) ?? 'deny';
  return {
    object: refOf(object, SERVER),
    effect: policy === 'deny' ? 'deny' : 'allow',
    selects: `port ${String(port)} of ${labels === '' ? 'pods' : `pods with ${labels}`}`,
    rules: [`Where no authorization matches, it is ${policy}.`],
    warnings: [],
  };
}

function authorization(policy: KubeObject, known: ReadonlySet<string>): DescribedPolicy {
  const { kind, name } = fieldsOf(fieldsOf(policy.spec)['targetRef']);
  const { namespace = '' } = policy.metadata;
  const target = `${textOf(kind) ?? ''} ${textOf(name) ?? ''}`;
  const required = requiredOf(policy);
  const words = required.map((each) => `${each.kind} ${each.name}`);
  const missing = required
    .filter((each) => each.kind !== 'ServiceAccount')
    .filter((each) => !known.has(`${each.kind} ${each.namespace ?? namespace}/${each.name}`));
  const lacksServer = kind === 'Server' && !known.has(`Server ${namespace}/${textOf(name) ?? ''}`);
  return {
    object: refOf(policy, AUTHORIZATION_POLICY),
    effect: 'allow',
    selects: target,
    rules: [words.length === 0 ? 'Allows everybody.' : `Allows callers of ${listWords(words)}.`],
    warnings: [
      ...missing.map((each) => `${each.kind} ${each.name} is not there, so that nobody matches.`),
      ...(lacksServer ? [`${target} is not there, so that it does nothing.`] : []),
    ],
  };
}

function legacy(policy: KubeObject, known: ReadonlySet<string>): DescribedPolicy {
  const { server: target, client } = fieldsOf(policy.spec);
  const { name, selector } = fieldsOf(target);
  const { unauthenticated, meshTLS, networks } = fieldsOf(client);
  const { identities, serviceAccounts, unauthenticatedTLS } = fieldsOf(meshTLS);
  const accounts = listOf(serviceAccounts).map((each) => textOf(fieldsOf(each)['name']) ?? '');
  const who = [
    ...(unauthenticated === true ? ['anybody'] : []),
    ...(unauthenticatedTLS === true ? ['anybody under mutual TLS'] : []),
    ...textsOf(identities),
    ...accounts.map((account) => `service account ${account}`),
  ];
  const from = networksOf(networks).map(({ cidr }) => cidr);
  const single = textOf(name);
  const { namespace = '' } = policy.metadata;
  return {
    object: refOf(policy, SERVER_AUTHORIZATION),
    effect: 'allow',
    selects:
      single === undefined
        ? `Servers with ${labelWords(labelsOf(fieldsOf(selector)['matchLabels']))}`
        : `Server ${single}`,
    rules: [
      `Allows ${listWords(who, 'or')}${from.length === 0 ? '' : ` from ${listWords(from)}`}.`,
    ],
    warnings:
      single !== undefined && !known.has(`Server ${namespace}/${single}`)
        ? [`Server ${single} is not there, so that it does nothing.`]
        : [],
  };
}

function meshTls(object: KubeObject): DescribedPolicy {
  const { identities, identityRefs } = fieldsOf(object.spec);
  const refs = listOf(identityRefs)
    .map(fieldsOf)
    .map(({ kind, name }) => `${textOf(kind) ?? ''} ${textOf(name) ?? 'its own'}`);
  const who = [...textsOf(identities).map((each) => (each === '*' ? 'everybody' : each)), ...refs];
  return {
    object: refOf(object, MESH_TLS_AUTHENTICATION),
    effect: 'authenticate',
    selects: 'policies that name it',
    rules: [`Callers under mutual TLS: ${listWords(who, 'or')}.`],
    warnings: [],
  };
}

function network(object: KubeObject): DescribedPolicy {
  const words = networksOf(fieldsOf(object.spec)['networks']).map(({ cidr, except }) =>
    except.length === 0 ? cidr : `${cidr} without ${listWords(except)}`,
  );
  return {
    object: refOf(object, NETWORK_AUTHENTICATION),
    effect: 'authenticate',
    selects: 'policies that name it',
    rules: [`Callers from ${listWords(words, 'or')}.`],
    warnings: [],
  };
}
