import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { podsIn } from '@/lib/mesh/checks/workloads';
import { NAMESPACES, PODS } from '@/lib/mesh/core-kinds';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { hasSidecar, proxyVersion } from '@/lib/mesh/istio/detect';

export const mixedProxies: Rule = {
  code: 'IS607',
  severity: 'note',
  title: 'The proxies of a namespace are of different versions',
  why: 'An upgrade stands halfway: pods keep the proxy that they were made with.',
  mend: 'Make the pods with the older proxy anew: kubectl rollout restart.',
  link: analysisPage('IST0158'),
  subjects: [NAMESPACES],
  reads: [PODS],
  check: ({ metadata }, lookups) => {
    const versions = podsIn(lookups, metadata.name).filter(hasSidecar).flatMap(proxyVersion);
    const different = [...new Set(versions)].toSorted();
    if (different.length < 2) return [];
    return [at('', `Proxies of ${different.join(', ')} run side by side.`)];
  },
};
