import type { ApiServer } from './apiserver';

const GROUP = 'rbac.authorization.k8s.io';
const PATH = `/apis/${GROUP}/v1`;

const READ = { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] };
const WRITE = { apiGroups: ['networking.istio.io'], resources: ['*'], verbs: ['patch', 'update'] };

const ROLES = {
  reader: [READ],
  editor: [READ, WRITE],
  /** Learns the names of namespaces, and nothing that is in them. */
  finder: [{ apiGroups: [''], resources: ['namespaces'], verbs: ['list'] }],
};

/** What a group may do: in one namespace, or in all. */
export interface Grant {
  readonly group: string;
  readonly role: keyof typeof ROLES;
  readonly namespace?: string;
}

/** Binds groups to what they may do, as an administrator would. @throws Error when the API server refuses */
export async function grant(api: ApiServer, grants: readonly Grant[]): Promise<void> {
  const create = async (path: string, object: object) => {
    const { status, body } = await api.call('admin', 'POST', `${PATH}${path}`, object);
    if (status >= 300) throw new Error(`${path}: ${JSON.stringify(body)}`);
  };
  const apiVersion = `${GROUP}/v1`;
  for (const [name, rules] of Object.entries(ROLES)) {
    await create('/clusterroles', { apiVersion, kind: 'ClusterRole', metadata: { name }, rules });
  }
  for (const { group, role, namespace } of grants) {
    const binding = {
      ...{
        apiVersion,
        metadata: { name: `${role}-${grants.findIndex((each) => each.group === group)}` },
      },
      roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: role },
      subjects: [{ apiGroup: GROUP, kind: 'Group', name: group }],
    };
    if (namespace === undefined) {
      await create('/clusterrolebindings', { ...binding, kind: 'ClusterRoleBinding' });
    } else {
      await create(`/namespaces/${namespace}/rolebindings`, { ...binding, kind: 'RoleBinding' });
    }
  }
}
