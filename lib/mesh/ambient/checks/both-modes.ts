import type { KubeObject } from '@/lib/domain/kube-object';
import { objectAt } from '@/lib/mesh/checks/indexes';
import { WORKLOADS_PAGE } from '@/lib/mesh/ambient/checks/pages';
import type { Lookups, Rule, Violation } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { DEPLOYMENTS, NAMESPACES } from '@/lib/mesh/core-kinds';
import { templateMarks } from '@/lib/mesh/istio/checks/templates';
import { injectionOf } from '@/lib/mesh/istio/detect';

const MODE = 'istio.io/dataplane-mode';

export const bothModes: Rule = {
  code: 'AM104',
  severity: 'error',
  title: 'Pods are asked into the mesh both by a sidecar and by ambient mode',
  why: 'A pod with a sidecar is left out of ambient mode. Which of the two holds depends on when the pod was made.',
  mend: 'Keep one: remove the label for injection or istio.io/dataplane-mode.',
  link: WORKLOADS_PAGE,
  subjects: [NAMESPACES, DEPLOYMENTS],
  reads: [NAMESPACES],
  check: (object, lookups) =>
    object.kind === 'Namespace' ? ofNamespace(object) : ofWorkload(object, lookups),
};

function ofNamespace(namespace: KubeObject): readonly Violation[] {
  const isAmbient = namespace.metadata.labels?.[MODE] === 'ambient';
  if (!isAmbient || injectionOf(namespace).injection !== 'enabled') return [];
  return [at('/metadata/labels', 'Injection and ambient mode are both on.')];
}

function ofWorkload(workload: KubeObject, lookups: Lookups): readonly Violation[] {
  const { labels } = templateMarks(workload);
  const namespace = objectAt(lookups, NAMESPACES, '', workload.metadata.namespace ?? '');
  const isAmbient = (labels[MODE] ?? namespace?.metadata.labels?.[MODE]) === 'ambient';
  if (!isAmbient || labels['sidecar.istio.io/inject'] !== 'true') return [];
  const message = 'The pods ask for a sidecar while ambient mode is on for them.';
  return [at('/spec/template/metadata/labels', message)];
}
