import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import {
  hasSelector,
  selectedBy,
  SELECTION_READS,
  selectorPath,
} from '@/lib/mesh/istio/checks/selectors';
import { GATEWAY_NAME } from '@/lib/mesh/istio/gateway-labels';
import { TARGETED_KINDS } from '@/lib/mesh/istio/kinds';

export const selectorOnGateway: Rule = {
  code: 'IS509',
  severity: 'warning',
  title: 'A policy selects the pods of a Gateway of Gateway API by labels',
  why: 'Istio does not look at selectors there, so that the policy has no effect on them.',
  mend: 'Name the Gateway in targetRefs in place of the selector.',
  link: analysisPage('IST0166'),
  subjects: TARGETED_KINDS,
  reads: SELECTION_READS,
  check: (object, lookups) => {
    if (!hasSelector(object)) return [];
    const found = selectedBy(object, lookups).find(
      ({ labels }) => labels[GATEWAY_NAME] !== undefined,
    );
    if (found === undefined) return [];
    const message = `It selects ${found.name}, which is of the Gateway ${found.labels[GATEWAY_NAME] ?? ''}.`;
    return [at(selectorPath(object), message)];
  },
};
