import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { DEPLOYMENTS, NAMESPACES, SERVICES } from '@/lib/mesh/core-kinds';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { templateMarks } from '@/lib/mesh/istio/checks/templates';

const INJECT = 'sidecar.istio.io/inject';

export const misplacedInjection: Rule = {
  code: 'IS611',
  severity: 'warning',
  title: 'The mark for injection stands where the injector does not look',
  why: 'It counts on pods only. On a namespace istio-injection counts, on a workload what its template says.',
  mend: 'Move it to spec.template.metadata.labels, or label the namespace istio-injection.',
  link: analysisPage('IST0107'),
  subjects: [DEPLOYMENTS, NAMESPACES, SERVICES],
  reads: [],
  check: (object) => {
    const { labels, annotations } = templateMarks(object);
    if (labels[INJECT] !== undefined || annotations[INJECT] !== undefined) return [];
    return (['labels', 'annotations'] as const)
      .filter((member) => object.metadata[member]?.[INJECT] !== undefined)
      .map((member) =>
        at(`/metadata/${member}/sidecar.istio.io~1inject`, `It has no effect on a ${object.kind}.`),
      );
  },
};
