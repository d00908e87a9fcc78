import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf } from '@/lib/mesh/fields';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { trafficPoliciesOf } from '@/lib/mesh/istio/checks/traffic-policies';
import { DESTINATION_RULE } from '@/lib/mesh/istio/kinds';

export const deprecatedOutlier: Rule = {
  code: 'IS208',
  severity: 'warning',
  title: 'A circuit breaker counts by a field that is no longer used',
  why: 'consecutiveErrors was replaced: what it says may be ignored, so that no host is ever ejected.',
  mend: 'Write consecutive5xxErrors or consecutiveGatewayErrors in its place.',
  link: analysisPage('IST0002'),
  subjects: [DESTINATION_RULE],
  reads: [],
  check: (object) =>
    trafficPoliciesOf(object)
      .filter(
        ({ fields }) => fieldsOf(fields['outlierDetection'])['consecutiveErrors'] !== undefined,
      )
      .map(({ path }) =>
        at(
          `${path}/outlierDetection/consecutiveErrors`,
          'The field consecutiveErrors is deprecated.',
        ),
      ),
};
