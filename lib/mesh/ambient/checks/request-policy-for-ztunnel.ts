import { CAPTURED_READS, capturedBy } from '@/lib/mesh/ambient/checks/captured-selection';
import { L7_PAGE } from '@/lib/mesh/ambient/checks/pages';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, listOf, textOf } from '@/lib/mesh/fields';
import { operationValues, sourceValues } from '@/lib/mesh/istio/checks/policy-rules';
import { AUTHORIZATION_POLICY } from '@/lib/mesh/istio/kinds';

const OF_REQUESTS = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'];
const OF_TOKENS = ['requestPrincipals', 'notRequestPrincipals', 'remoteIpBlocks'];

export const requestPolicyForZtunnel: Rule = {
  code: 'AM201',
  severity: 'error',
  title: 'ztunnel is given a policy about requests, which it cannot see',
  why: 'An allowance of this kind lets nothing through, a denial stops everything that the rest of it means: ztunnel errs on the side of refusing.',
  mend: 'Put a waypoint before the service, and attach the policy to it by targetRefs.',
  link: L7_PAGE,
  subjects: [AUTHORIZATION_POLICY],
  reads: CAPTURED_READS,
  check: (object, lookups) => {
    const values = [...operationValues(object, OF_REQUESTS), ...sourceValues(object, OF_TOKENS)];
    const conditions = listOf(fieldsOf(object.spec)['rules']).flatMap((rule, i) =>
      listOf(fieldsOf(rule)['when']).flatMap((when, j) => {
        const key = textOf(fieldsOf(when)['key']) ?? '';
        return key.startsWith('request.') ? [{ path: `/spec/rules/${i}/when/${j}/key` }] : [];
      }),
    );
    const [first] = [...values, ...conditions];
    const pod = first === undefined ? undefined : capturedBy(object, lookups);
    if (first === undefined || pod === undefined) return [];
    const message = `It applies to ${pod.metadata.name}, before which ztunnel stands.`;
    return [at(first.path, message, pod)];
  },
};
