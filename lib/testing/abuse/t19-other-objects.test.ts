import type { KubeObject } from '@/lib/domain/kube-object';
import type * as kindsModule from '@/lib/mesh/mesh-kinds';
import { MESHES } from '@/lib/mesh/registry';
import type * as writtenModule from '@/lib/server/objects/written-object';
import { describeAbuse, edit, tryEach } from '@/lib/testing/abuse/abuse';

const WRITTEN = 'lib/server/objects/written-object.ts';

const REF = {
  group: 'networking.istio.io',
  plural: 'virtualservices',
  kind: 'VirtualService',
  namespace: 'shop',
  name: 'cart',
};
const EXPECTED = { apiVersion: 'networking.istio.io/v1', ref: REF };

const NOW: KubeObject = {
  apiVersion: EXPECTED.apiVersion,
  kind: REF.kind,
  metadata: {
    ...{ name: REF.name, namespace: REF.namespace, uid: '7', resourceVersion: '41', generation: 3 },
    creationTimestamp: '2026-01-01T00:00:00Z',
    annotations: { note: 'yes', 'alidade/changes': '[]' },
    ownerReferences: [{ kind: 'Canary', name: 'cart', controller: true }],
    managedFields: [{ manager: 'kubectl' }],
  },
  spec: { hosts: ['cart'] },
  status: { observedGeneration: 3 },
};

const PLAIN = {
  apiVersion: EXPECTED.apiVersion,
  kind: REF.kind,
  metadata: {
    name: REF.name,
    namespace: REF.namespace,
    ownerReferences: NOW.metadata.ownerReferences,
  },
  spec: { hosts: ['cart', 'cart.shop'] },
};

const ODD: readonly unknown[] = [null, '', 0, true, [], {}, 'other', [{}], { a: 1 }];

/** What only the API server, a controller or the console writes, and what says which object it is. */
const FIELDS: Readonly<Record<string, readonly unknown[]>> = {
  apiVersion: [...ODD, undefined, 'v1', 'evil.io/v1', 'networking.istio.io/v1beta1'],
  kind: [...ODD, undefined, 'Secret', 'virtualservice', 'VirtualService '],
  metadata: [...ODD, undefined],
  'metadata.name': [...ODD, undefined, 'Cart', 'cart ', '../cart'],
  'metadata.namespace': [...ODD, 'kube-system', 'shop/'],
  'metadata.generateName': [...ODD, 'cart-'],
  'metadata.uid': [...ODD, 7],
  'metadata.resourceVersion': [...ODD, '0', 41],
  'metadata.generation': [...ODD, 4],
  'metadata.creationTimestamp': [...ODD, '2020-01-01T00:00:00Z'],
  'metadata.deletionTimestamp': [...ODD, '2020-01-01T00:00:00Z'],
  'metadata.deletionGracePeriodSeconds': [...ODD, 1],
  'metadata.selfLink': [...ODD, '/api/v1'],
  'metadata.managedFields': [...ODD, NOW.metadata.managedFields],
  'metadata.ownerReferences': [undefined, [], [{}], 'other', [{ kind: 'Canary', name: 'cart' }]],
  'metadata.annotations': [{ 'alidade/changes': '[{"who":"root"}]' }, { 'alidade/changes': '' }],
  status: [...ODD, { observedGeneration: 4 }],
};

const STOLEN = Object.entries(FIELDS).flatMap(([path, values]) =>
  values.map((value) => ({ path, value })),
);

/** An object that says something else at one place. */
function withField(path: string, value: unknown): Record<string, unknown> {
  const [outer = '', inner] = path.split('.');
  if (inner === undefined) return { ...PLAIN, [outer]: value };
  return { ...PLAIN, metadata: { ...PLAIN.metadata, [inner]: value } };
}

describeAbuse('T19: a text that renames an object, or writes what is not its own', {
  product: (load) => load<typeof writtenModule>(WRITTEN),
  works({ wholeObject }) {
    const whole = wholeObject(PLAIN, NOW, EXPECTED);
    if (!whole.ok) throw new Error(whole.error.message);
    const { managedFields, ...metadata } = NOW.metadata;
    const same = wholeObject({ ...NOW, metadata }, NOW, EXPECTED);
    if (!same.ok || managedFields === undefined) throw new Error('what is as it is was refused');
  },
  attack: ({ wholeObject }) =>
    tryEach(STOLEN, ({ path, value }) => {
      const whole = wholeObject(withField(path, value), NOW, EXPECTED);
      return whole.ok ? 'was taken' : null;
    }),
  atLeast: 150,
  defects: [
    edit(
      'the look at the group and version',
      WRITTEN,
      "written['apiVersion'] !== apiVersion",
      'false',
    ),
    edit('the look at the kind', WRITTEN, "written['kind'] !== kind", 'false'),
    edit('the look at the name', WRITTEN, "metadata['name'] !== name", 'false'),
    edit(
      'the look at the namespace',
      WRITTEN,
      'return isSameNamespace ? null',
      'return true ? null',
    ),
    edit(
      'the refusal of a name to be made',
      WRITTEN,
      "metadata['generateName'] !== undefined",
      'false',
    ),
    edit('the look at the owners', WRITTEN, 'ownersProblem(metadata, now),', ''),
    edit(
      'the look at what the API server writes',
      WRITTEN,
      'serverFieldProblem(metadata, now),',
      '',
    ),
    edit('the refusal of managed fields', WRITTEN, "field === 'managedFields' || ", ''),
    edit('the look at the status', WRITTEN, 'statusProblem(written, current),', ''),
    edit('the look at the memory of changes', WRITTEN, 'memoryProblem(metadata, now),', ''),
  ],
});

const KINDS = 'lib/mesh/mesh-kinds.ts';

/** Kinds of Kubernetes itself, of which adapters read some, and of nobody that we know. */
const FOREIGN = [
  ...[
    ['', 'secrets', 'Secret'],
    ['', 'pods', 'Pod'],
    ['', 'namespaces', 'Namespace'],
  ],
  ...[
    ['', 'serviceaccounts', 'ServiceAccount'],
    ['', 'nodes', 'Node'],
    ['', 'configmaps', 'ConfigMap'],
  ],
  ...[
    ['apps', 'deployments', 'Deployment'],
    ['apps', 'daemonsets', 'DaemonSet'],
    ['apps', 'statefulsets', 'StatefulSet'],
  ],
  ...[['rbac.authorization.k8s.io', 'clusterrolebindings', 'ClusterRoleBinding']],
  ...[
    ['rbac.authorization.k8s.io', 'roles', 'Role'],
    ['batch', 'jobs', 'Job'],
  ],
  ...[['apiextensions.k8s.io', 'customresourcedefinitions', 'CustomResourceDefinition']],
  ...[
    ['discovery.k8s.io', 'endpointslices', 'EndpointSlice'],
    ['networking.k8s.io', 'ingresses', 'Ingress'],
  ],
  ...[
    [
      'admissionregistration.k8s.io',
      'validatingwebhookconfigurations',
      'ValidatingWebhookConfiguration',
    ],
  ],
  ...[
    ['evil.io', 'virtualservices', 'VirtualService'],
    ['networking.istio.io', 'secrets', 'Secret'],
  ],
  ...[
    ['networking.istio.io', 'virtualservices', 'Secret'],
    ['', 'virtualservices', 'VirtualService'],
  ],
].flatMap(([group = '', plural = '', kind = '']) =>
  ['shop', ''].map((namespace) => ({ group, plural, kind, namespace, name: 'cart' })),
);

describeAbuse('T19: an object of a kind that is no configuration of a mesh', {
  product: (load) => load<typeof kindsModule>(KINDS),
  works({ meshKindOf }) {
    if (meshKindOf(MESHES, REF) === null) throw new Error('no kind is of a mesh');
  },
  attack: ({ meshKindOf }) =>
    tryEach([...FOREIGN, { ...REF, namespace: '' }], (ref) =>
      meshKindOf(MESHES, ref) === null ? null : 'is taken for one of a mesh',
    ),
  atLeast: 40,
  defects: [
    edit(
      'the look at whose the group is',
      KINDS,
      'filter(({ group }) => isCustomGroup(group))',
      'filter(() => true)',
    ),
    edit('the look at the kind beside its plural', KINDS, 'kind.kind === ref.kind &&', ''),
    edit(
      'the look at whether it has namespaces',
      KINDS,
      "(kind.clusterScoped === true) === (ref.namespace === '')",
      'true',
    ),
  ],
});
