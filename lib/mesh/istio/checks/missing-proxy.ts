import type { KubeObject } from '@/lib/domain/kube-object';
import { objectAt } from '@/lib/mesh/checks/indexes';
import { hasAnyProxy } from '@/lib/mesh/checks/proxies';
import type { Lookups, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { podsIn } from '@/lib/mesh/checks/workloads';
import { DEPLOYMENTS, NAMESPACES, PODS } from '@/lib/mesh/core-kinds';
import { fieldsOf, hasLabels, labelsOf } from '@/lib/mesh/fields';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { injectionOf } from '@/lib/mesh/istio/detect';

const INJECT = 'sidecar.istio.io/inject';

export const missingProxy: Rule = {
  code: 'IS605',
  severity: 'warning',
  title: 'Pods of a namespace with injection have no proxy',
  why: 'They were made before injection was on, or the injector could not be reached. Nothing of the mesh applies to them.',
  mend: 'Make the pods anew: kubectl rollout restart.',
  link: analysisPage('IST0103'),
  subjects: [DEPLOYMENTS],
  reads: [NAMESPACES, PODS],
  check: (object, lookups) => {
    const { namespace = '' } = object.metadata;
    if (!isWanted(object, lookups)) return [];
    const selector = labelsOf(fieldsOf(fieldsOf(object.spec)['selector'])['matchLabels']);
    if (Object.keys(selector).length === 0) return [];
    const pods = podsIn(lookups, namespace).filter(({ metadata }) =>
      hasLabels(metadata.labels ?? {}, selector),
    );
    const plain = pods.filter((pod) => !hasAnyProxy(pod) && !isOnHost(pod));
    if (plain.length === 0) return [];
    return [at('', `${plain.length} of ${pods.length} pods have no container istio-proxy.`)];
  },
};

function isWanted({ metadata, spec }: KubeObject, lookups: Lookups): boolean {
  const namespace = objectAt(lookups, NAMESPACES, '', metadata.namespace ?? '');
  if (namespace === undefined || injectionOf(namespace).injection !== 'enabled') return false;
  const { labels, annotations } = fieldsOf(fieldsOf(fieldsOf(spec)['template'])['metadata']);
  const own = labelsOf(labels)[INJECT] ?? labelsOf(annotations)[INJECT];
  return own !== 'false' && labelsOf(labels)['istio.io/dataplane-mode'] !== 'ambient';
}

/** Pods on the network of their machine are never given a proxy. */
function isOnHost({ spec }: KubeObject): boolean {
  return fieldsOf(spec)['hostNetwork'] === true;
}
