import { KINDS } from './kinds';

/** What a role lets its holder do. `*` stands for all. */
export interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
}

/** A role bound to a person: in one namespace, or in all of the cluster. */
export interface Binding {
  readonly role: string;
  readonly rules: readonly Rule[];
  readonly namespace?: string;
}

export interface User {
  readonly name: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly token: string;
  readonly bindings: readonly Binding[];
}

export interface ResourceAccess {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** Empty means the whole cluster. */
  readonly namespace: string;
}

const READ = ['get', 'list', 'watch'];
const READ_ALL: Rule = { verbs: READ, apiGroups: ['*'], resources: ['*'] };
const WRITE_MESH: Rule = {
  verbs: ['create', 'update', 'patch', 'delete'],
  apiGroups: [...new Set(KINDS.filter(({ custom }) => custom).map(({ group }) => group))],
  resources: ['*'],
};

/** Some meshes are configured by annotations of Services. */
const ANNOTATE: Rule = { verbs: ['patch'], apiGroups: [''], resources: ['services'] };

const user = (name: string, uid: string, ...bindings: readonly Binding[]): User => ({
  name,
  uid,
  bindings,
  token: `demo-${name}`,
  groups: [`${name}s`, 'system:authenticated'],
});

/** The people of the demo. Their tokens are `demo-` and their name. */
export const USERS: readonly User[] = [
  user('admin', '1', {
    role: 'cluster-admin',
    rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
  }),
  user('editor', '2', { role: 'mesh-editor', rules: [READ_ALL, WRITE_MESH, ANNOTATE] }),
  user('viewer', '3', { role: 'mesh-viewer', rules: [READ_ALL] }),
  user('shop-viewer', '4', { role: 'mesh-viewer', rules: [READ_ALL], namespace: 'shop' }),
];

/** What everybody who has a token may do. */
const BASIC: readonly Rule[] = [
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  { verbs: ['create'], apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'] },
];

const among = (allowed: readonly string[], asked: string): boolean =>
  allowed.includes('*') || allowed.includes(asked);

function grants(rule: Rule, access: ResourceAccess): boolean {
  return (
    among(rule.verbs, access.verb) &&
    among(rule.apiGroups, access.group) &&
    among(rule.resources, access.resource)
  );
}

function reaches(binding: Binding, namespace: string): boolean {
  return binding.namespace === undefined || binding.namespace === namespace;
}

/** The sentence that RBAC gives as its reason, or undefined when nothing allows it. */
export function allowedBecause(person: User, access: ResourceAccess): string | undefined {
  if (BASIC.some((rule) => grants(rule, access))) return basicReason();
  const binding = person.bindings.find(
    (each) => reaches(each, access.namespace) && each.rules.some((rule) => grants(rule, access)),
  );
  if (binding === undefined) return undefined;
  const by =
    binding.namespace === undefined
      ? `ClusterRoleBinding "${binding.role}"`
      : `RoleBinding "${binding.role}/${binding.namespace}"`;
  return `RBAC: allowed by ${by} of ClusterRole "${binding.role}" to User "${person.name}"`;
}

function basicReason(): string {
  const name = '"system:basic-user"';
  return `RBAC: allowed by ClusterRoleBinding ${name} of ClusterRole ${name} to Group "system:authenticated"`;
}

/** The rules that hold for a person in a namespace. */
export function rulesIn(person: User, namespace: string): readonly Rule[] {
  const bound = person.bindings.filter((binding) => reaches(binding, namespace));
  return [...BASIC, ...bound.flatMap(({ rules }) => rules)];
}

const PUBLIC_PATHS = /^\/(api|apis|healthz|livez|openapi|readyz|version)(\/|$)/;

/** Whether a person may read a path that is not a resource. */
export function mayReadPath(person: User, path: string): boolean {
  return PUBLIC_PATHS.test(path) || person.groups.includes('admins');
}
