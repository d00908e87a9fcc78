import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { hasSelector } from '@/lib/mesh/istio/checks/selectors';
import { SIDECAR } from '@/lib/mesh/istio/kinds';
import { ROOT_NAMESPACE } from '@/lib/mesh/istio/root-namespace';

export const selectiveRootSidecar: Rule = {
  code: 'IS406',
  severity: 'warning',
  title: 'The Sidecar of the whole mesh selects pods',
  why: 'In the root namespace a Sidecar is the default of every namespace; with a selector it is for pods of that namespace only.',
  mend: 'Remove the workloadSelector, or move the Sidecar to the namespace of the pods.',
  link: networkingPage('sidecar'),
  subjects: [SIDECAR],
  reads: [],
  check: (object) =>
    object.metadata.namespace === ROOT_NAMESPACE && hasSelector(object)
      ? [at('/spec/workloadSelector', `It is in ${ROOT_NAMESPACE}, the root namespace.`)]
      : [],
};
