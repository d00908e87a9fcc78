import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf } from '@/lib/mesh/fields';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { SIDECAR } from '@/lib/mesh/istio/kinds';

export const emptyOutboundPolicy: Rule = {
  code: 'IS407',
  severity: 'note',
  title: 'A Sidecar says something of unknown hosts, but not what',
  why: 'Without a mode REGISTRY_ONLY holds, also where the mesh lets callers go anywhere.',
  mend: 'Write outboundTrafficPolicy.mode.',
  link: networkingPage('sidecar'),
  subjects: [SIDECAR],
  reads: [],
  check: ({ spec }) => {
    const policy = fieldsOf(spec)['outboundTrafficPolicy'];
    if (policy === undefined || fieldsOf(policy)['mode'] !== undefined) return [];
    return [
      at('/spec/outboundTrafficPolicy', 'The mode is left out, so that REGISTRY_ONLY holds.'),
    ];
  },
};
