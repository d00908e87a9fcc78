import { objectAt } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { DEPLOYMENTS, NAMESPACES } from '@/lib/mesh/core-kinds';
import { templateContainers } from '@/lib/mesh/detection';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { templateMarks } from '@/lib/mesh/istio/checks/templates';
import { injectionOf } from '@/lib/mesh/istio/detect';

const INJECT = 'sidecar.istio.io/inject';

export const imageWithoutInjection: Rule = {
  code: 'IS609',
  severity: 'error',
  title: 'A gateway waits for an image that nobody fills in',
  why: 'The image auto is a placeholder for the injector. Without injection the pods never start.',
  mend: 'Label the pods sidecar.istio.io/inject=true, and see that the namespace does not switch injection off.',
  link: analysisPage('IST0147'),
  subjects: [DEPLOYMENTS],
  reads: [NAMESPACES],
  check: (object, lookups) => {
    const index = templateContainers(object).findIndex(({ image }) => image === 'auto');
    if (index === -1) return [];
    const namespace = objectAt(lookups, NAMESPACES, '', object.metadata.namespace ?? '');
    // A namespace that cannot be read may say either.
    const ofNamespace = namespace === undefined ? 'enabled' : injectionOf(namespace).injection;
    const { labels } = templateMarks(object);
    const own = labels[INJECT] ?? (labels['istio.io/rev'] === undefined ? undefined : 'true');
    if (ofNamespace !== 'disabled' && (own === 'true' || ofNamespace === 'enabled')) return [];
    return [at(`/spec/template/spec/containers/${index}/image`, 'Nothing injects a proxy here.')];
  },
};
