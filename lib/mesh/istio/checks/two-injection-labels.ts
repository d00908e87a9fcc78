import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { NAMESPACES } from '@/lib/mesh/core-kinds';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';

export const twoInjectionLabels: Rule = {
  code: 'IS606',
  severity: 'warning',
  title: 'A namespace has both labels for injection',
  why: 'istio-injection wins and istio.io/rev does nothing, so that pods get the proxy of another revision than it says.',
  mend: 'Remove one of the two; for an upgrade by revisions, istio-injection.',
  link: analysisPage('IST0123'),
  subjects: [NAMESPACES],
  reads: [],
  check: ({ metadata: { labels = {} } }) => {
    const [injection, revision] = [labels['istio-injection'], labels['istio.io/rev']];
    if (injection === undefined || revision === undefined) return [];
    const message = `istio-injection=${injection} and istio.io/rev=${revision} are both set.`;
    return [at('/metadata/labels', message)];
  },
};
