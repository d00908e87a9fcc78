import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { PODS } from '@/lib/mesh/core-kinds';
import { podsOfGateway, selectorOf } from '@/lib/mesh/istio/checks/gateway-selector';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { GATEWAY } from '@/lib/mesh/istio/kinds';

export const gatewayWithoutPods: Rule = {
  code: 'IS302',
  severity: 'warning',
  title: 'A Gateway selects no pods',
  why: 'No proxy opens its ports, so that nothing comes in by it.',
  mend: 'Correct the selector to labels of the gateway’s pods, or deploy the gateway.',
  link: networkingPage('gateway'),
  subjects: [GATEWAY],
  reads: [PODS],
  check: (object, lookups) => {
    const words = Object.entries(selectorOf(object)).map(([key, value]) => `${key}=${value}`);
    if (words.length === 0 || !lookups.knows(PODS)) return [];
    if (podsOfGateway(object, lookups).length > 0) return [];
    return [at('/spec/selector', `No pod has the labels ${words.join(', ')}.`)];
  },
};
