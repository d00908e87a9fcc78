import type { KubeObject } from '@/lib/domain/kube-object';
import { objectAt } from '@/lib/mesh/checks/indexes';
import { hasAnyProxy } from '@/lib/mesh/checks/proxies';
import type { Lookups, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { podsIn } from '@/lib/mesh/checks/workloads';
import { DEPLOYMENTS, NAMESPACES, PODS } from '@/lib/mesh/core-kinds';
import { fieldsOf, hasLabels, labelsOf } from '@/lib/mesh/fields';
import { INJECTION_PAGE } from '@/lib/mesh/linkerd/checks/pages';

const INJECT = 'linkerd.io/inject';

export const missingProxy: Rule = {
  code: 'LI401',
  severity: 'warning',
  title: 'Pods that shall have a proxy have none',
  why: 'They were made before injection was on, or the injector could not be reached. Nothing of the mesh applies to them.',
  mend: 'Make the pods anew: kubectl rollout restart.',
  link: INJECTION_PAGE,
  subjects: [DEPLOYMENTS],
  reads: [NAMESPACES, PODS],
  check: (object, lookups) => {
    if (!isWanted(object, lookups)) return [];
    const selector = labelsOf(fieldsOf(fieldsOf(object.spec)['selector'])['matchLabels']);
    if (Object.keys(selector).length === 0) return [];
    const pods = podsIn(lookups, object.metadata.namespace ?? '').filter(({ metadata }) =>
      hasLabels(metadata.labels ?? {}, selector),
    );
    const plain = pods.filter(
      (pod) => !hasAnyProxy(pod) && fieldsOf(pod.spec)['hostNetwork'] !== true,
    );
    if (plain.length === 0) return [];
    return [at('', `${plain.length} of ${pods.length} pods have no container linkerd-proxy.`)];
  },
};

function isWanted({ metadata, spec }: KubeObject, lookups: Lookups): boolean {
  const template = fieldsOf(fieldsOf(fieldsOf(spec)['template'])['metadata']);
  const own = labelsOf(template['annotations'])[INJECT];
  const around = objectAt(lookups, NAMESPACES, '', metadata.namespace ?? '');
  const mode = own ?? around?.metadata.annotations?.[INJECT];
  return mode === 'enabled' || mode === 'ingress';
}
