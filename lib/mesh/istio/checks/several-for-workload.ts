import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import {
  hasSelector,
  neighboursOf,
  selectedBy,
  SELECTION_READS,
  selectorOf,
  selectorPath,
} from '@/lib/mesh/istio/checks/selectors';
import { SINGLE_KINDS, singleKindOf } from '@/lib/mesh/istio/checks/several-defaults';
import { hasLabels } from '@/lib/mesh/fields';
import { nameOf } from '@/lib/mesh/object-names';

export const severalForWorkload: Rule = {
  code: 'IS502',
  severity: 'error',
  title: 'Several objects of a kind select the same pods',
  why: 'Only one of them is in force for these pods, in general the oldest.',
  mend: 'Merge them, or change the selectors so that each pod is selected by one.',
  link: analysisPage('IST0110'),
  subjects: SINGLE_KINDS,
  reads: [...SINGLE_KINDS, ...SELECTION_READS],
  check: (object, lookups) => {
    const kind = singleKindOf(object);
    if (kind === undefined || !hasSelector(object)) return [];
    const rivals = neighboursOf(object, kind, lookups).filter(hasSelector);
    if (rivals.length === 0) return [];
    const selected = selectedBy(object, lookups);
    return rivals.flatMap((other) => {
      const shared = selected.find(({ labels }) => hasLabels(labels, selectorOf(other)));
      if (shared === undefined) return [];
      const message = `${object.kind} ${nameOf(other)} selects pods of ${shared.name} too.`;
      return [at(selectorPath(object), message, other)];
    });
  },
};
