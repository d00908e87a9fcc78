import { USERS } from '../../../demo/kubernetes/access';
import { objectAt, stringAt, withKey, type JsonObject } from '../../../demo/kubernetes/json';
import { KINDS } from '../../../demo/kubernetes/kinds';
import type { ServedKind } from '../../../demo/kubernetes/served-kind';
import { nameOf, namespaceOf, type ObjectStore } from '../../../demo/kubernetes/store';
import type { ApiServer } from './apiserver';
import { installDefinitions } from './definitions';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';

/** Installs the definitions of the meshes, gives the people of the demo their rights, and copies the demo's objects. */
export async function fillCluster(api: ApiServer, store: ObjectStore): Promise<void> {
  await installDefinitions(api);
  await grantRights(api);
  for (const kind of KINDS) {
    for (const object of store.list(kind, '') ?? []) await copy(api, kind, object);
    if (kind.plural === 'namespaces') await grantNamespacedRights(api);
  }
}

async function grantRights(api: ApiServer): Promise<void> {
  const roles = new Map(
    USERS.flatMap(({ bindings }) => bindings.map(({ role, rules }) => [role, rules])),
  );
  for (const [name, rules] of roles) {
    if (name === 'cluster-admin') continue;
    await create(api, `${RBAC}/clusterroles`, {
      ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name } },
      rules: rules.map(({ verbs, apiGroups, resources }) => ({ verbs, apiGroups, resources })),
    });
  }
  for (const { name: person, bindings } of USERS) {
    for (const { role, namespace } of bindings) {
      if (namespace === undefined)
        await bind(api, `${RBAC}/clusterrolebindings`, 'ClusterRoleBinding', person, role);
    }
  }
}

async function grantNamespacedRights(api: ApiServer): Promise<void> {
  for (const { name: person, bindings } of USERS) {
    for (const { role, namespace } of bindings) {
      if (namespace === undefined) continue;
      await bind(api, `${RBAC}/namespaces/${namespace}/rolebindings`, 'RoleBinding', person, role);
    }
  }
}

async function bind(
  api: ApiServer,
  path: string,
  kind: string,
  person: string,
  role: string,
): Promise<void> {
  const apiGroup = 'rbac.authorization.k8s.io';
  await create(api, path, {
    ...{ apiVersion: `${apiGroup}/v1`, kind, metadata: { name: `${person}-${role}` } },
    roleRef: { apiGroup, kind: 'ClusterRole', name: role },
    subjects: [{ apiGroup, kind: 'User', name: person }],
  });
}

/** The rest is the API server's to give. */
const KEPT_METADATA = ['name', 'namespace', 'labels', 'annotations', 'ownerReferences'];

/** Copies an object with its status, which the API takes only by itself. */
async function copy(api: ApiServer, kind: ServedKind, object: JsonObject): Promise<void> {
  const { status, ...rest } = object;
  const given = objectAt(object, 'metadata');
  const metadata: JsonObject = Object.fromEntries(
    KEPT_METADATA.flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]]])),
  );
  const collection = collectionOf(kind, namespaceOf(object));
  await create(api, collection, withKey(withoutAddresses(rest), 'metadata', metadata));
  if (status === undefined || kind.custom) return;
  const path = `${collection}/${nameOf(object)}/status`;
  const answer = await api.call('admin', 'PATCH', path, { status }, 'application/merge-patch+json');
  if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
}

function collectionOf(
  { group, versions, plural, namespaced }: ServedKind,
  namespace: string,
): string {
  const start = group === '' ? '/api' : `/apis/${group}`;
  const within = namespaced && namespace !== '' ? `/namespaces/${namespace}` : '';
  return `${start}/${versions[0] ?? ''}${within}/${plural}`;
}

/** The addresses of Services are the API server's to give. */
function withoutAddresses(object: JsonObject): JsonObject {
  if (stringAt(object, 'kind') !== 'Service') return object;
  const spec = Object.entries(objectAt(object, 'spec')).filter(
    ([key]) => !key.startsWith('clusterIP'),
  );
  return withKey(object, 'spec', Object.fromEntries(spec));
}

const EXISTS = 409;

async function create(api: ApiServer, path: string, object: unknown): Promise<void> {
  const answer = await api.call('admin', 'POST', path, object);
  if (answer.status >= 300 && answer.status !== EXISTS) {
    throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  }
}
