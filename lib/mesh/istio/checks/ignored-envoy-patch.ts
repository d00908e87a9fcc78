import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { patchesOf, type EnvoyPatch } from '@/lib/mesh/istio/checks/envoy-patches';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { ENVOY_FILTER } from '@/lib/mesh/istio/kinds';

/** Of these there is one, or their order is Istio's, so that none is added or taken away. */
const FIXED = ['ROUTE_CONFIGURATION', 'HTTP_ROUTE'];
const REPLACEABLE = ['HTTP_FILTER', 'NETWORK_FILTER'];

export const ignoredEnvoyPatch: Rule = {
  code: 'IS701',
  severity: 'error',
  title: 'An EnvoyFilter asks for an operation that is ignored there',
  why: 'Istio passes the patch by without a word, so that what it should change stays as it was.',
  mend: 'Use MERGE, or an operation that goes with what the patch applies to.',
  link: networkingPage('envoy-filter'),
  subjects: [ENVOY_FILTER],
  reads: [],
  check: (object) =>
    patchesOf(object)
      .filter(isIgnored)
      .map(({ path, operation, appliesTo }) =>
        at(`${path}/patch/operation`, `${operation} is ignored for ${appliesTo}.`),
      ),
};

function isIgnored({ operation, appliesTo }: EnvoyPatch): boolean {
  if (operation === 'ADD' || operation === 'REMOVE') return FIXED.includes(appliesTo);
  return operation === 'REPLACE' && !REPLACEABLE.includes(appliesTo);
}
