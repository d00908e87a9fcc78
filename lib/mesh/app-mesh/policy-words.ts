import type { KubeObject } from '@/lib/domain/kube-object';
import type { DescribedPolicy } from '@/lib/domain/policy';
import type { ObjectStore } from '@/lib/mesh/adapter';
import { MESH, VIRTUAL_NODE } from '@/lib/mesh/app-mesh/kinds';
import { fieldsOf, listOf, numberOf, textOf, type Fields } from '@/lib/mesh/fields';
import { refOf } from '@/lib/mesh/object-refs';
import { listWords } from '@/lib/mesh/policies/refs';

/** What App Mesh's objects say of TLS and of reaching others, in words. */
export function describePolicies(objects: ObjectStore): readonly DescribedPolicy[] {
  return [...objects.list(VIRTUAL_NODE).flatMap(node), ...objects.list(MESH).flatMap(egress)];
}

const TAKES: Readonly<Record<string, string>> = {
  STRICT: 'takes TLS alone',
  PERMISSIVE: 'takes TLS and plain text',
  DISABLED: 'takes plain text alone',
};

function node(object: KubeObject): DescribedPolicy[] {
  const { listeners, backendDefaults, backends } = fieldsOf(object.spec);
  const rules = [
    ...listOf(listeners).map(fieldsOf).flatMap(listenerWords),
    ...clientWords(fieldsOf(backendDefaults)['clientPolicy'], 'all its backends'),
    ...listOf(backends).flatMap((each) => {
      const { virtualServiceRef, clientPolicy } = fieldsOf(fieldsOf(each)['virtualService']);
      return clientWords(clientPolicy, textOf(fieldsOf(virtualServiceRef)['name']) ?? 'a backend');
    }),
  ];
  if (rules.length === 0) return [];
  const selects = `node ${object.metadata.name}`;
  return [{ object: refOf(object, VIRTUAL_NODE), effect: 'tls', selects, rules, warnings: [] }];
}

function listenerWords({ portMapping, tls }: Fields): string[] {
  const { mode, validation } = fieldsOf(tls);
  const value = textOf(mode);
  if (value === undefined) return [];
  const port = numberOf(fieldsOf(portMapping)['port']);
  const proof =
    validation === undefined ? 'no certificate of its callers' : 'its callers’ certificates';
  return [`Port ${port ?? 'of a listener'} ${TAKES[value] ?? value}, and checks ${proof}.`];
}

function clientWords(clientPolicy: unknown, whom: string): string[] {
  const { tls } = fieldsOf(clientPolicy);
  if (tls === undefined) return [];
  const { enforce, certificate } = fieldsOf(tls);
  const how = enforce === false ? 'may call' : 'calls';
  const shows =
    certificate === undefined ? 'without a certificate of its own' : 'with a certificate';
  return [`It ${how} ${whom} under TLS ${listWords([shows])}.`];
}

function egress(object: KubeObject): DescribedPolicy[] {
  const type = textOf(fieldsOf(fieldsOf(object.spec)['egressFilter'])['type']);
  if (type === undefined) return [];
  const isDropping = type === 'DROP_ALL';
  const rule = isDropping
    ? 'Nodes reach only the backends that they declare.'
    : 'Nodes reach whatever they call.';
  const effect = isDropping ? 'deny' : 'allow';
  return [
    {
      ...{ object: refOf(object, MESH), effect, selects: 'the whole mesh' },
      ...{ rules: [rule], warnings: [] },
    },
  ];
}
