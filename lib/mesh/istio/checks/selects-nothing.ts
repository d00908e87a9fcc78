import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import {
  hasSelector,
  knowsSelected,
  selectedBy,
  SELECTION_READS,
  selectorOf,
  selectorPath,
} from '@/lib/mesh/istio/checks/selectors';
import {
  AUTHORIZATION_POLICY,
  ENVOY_FILTER,
  PEER_AUTHENTICATION,
  REQUEST_AUTHENTICATION,
  SIDECAR,
  TELEMETRY,
  WASM_PLUGIN,
} from '@/lib/mesh/istio/kinds';

export const selectsNothing: Rule = {
  code: 'IS503',
  severity: 'warning',
  title: 'A selector selects no pods',
  why: 'The object applies to nothing: what it should protect or change is as if it were not there.',
  mend: 'Correct the labels. A selector reaches its own namespace only, unless that is the root namespace.',
  link: analysisPage('IST0127'),
  subjects: [
    AUTHORIZATION_POLICY,
    ENVOY_FILTER,
    PEER_AUTHENTICATION,
    REQUEST_AUTHENTICATION,
    SIDECAR,
    TELEMETRY,
    WASM_PLUGIN,
  ],
  reads: SELECTION_READS,
  check: (object, lookups) => {
    if (!hasSelector(object) || !knowsSelected(object, lookups)) return [];
    if (selectedBy(object, lookups).length > 0) return [];
    const words = Object.entries(selectorOf(object)).map(([key, value]) => `${key}=${value}`);
    return [at(selectorPath(object), `No pods have the labels ${words.join(', ')}.`)];
  },
};
