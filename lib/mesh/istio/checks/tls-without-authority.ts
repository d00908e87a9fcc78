import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, textOf } from '@/lib/mesh/fields';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { ruleServiceOf } from '@/lib/mesh/istio/checks/rule-host';
import { tlsModeOf, trafficPoliciesOf } from '@/lib/mesh/istio/checks/traffic-policies';
import { DESTINATION_RULE } from '@/lib/mesh/istio/kinds';

export const tlsWithoutAuthority: Rule = {
  code: 'IS207',
  severity: 'warning',
  title: 'TLS to a service of the cluster is checked against no authority of its own',
  why: 'Public authorities do not sign names of the cluster: the certificate is refused or, in older versions of Istio, not looked at.',
  mend: 'Name the authority in caCertificates or credentialName, or use ISTIO_MUTUAL.',
  link: analysisPage('IST0128'),
  subjects: [DESTINATION_RULE],
  reads: [],
  check: (object) => {
    if (ruleServiceOf(object) === null) return [];
    return trafficPoliciesOf(object).flatMap((policy) => {
      const mode = tlsModeOf(policy);
      const tls = fieldsOf(policy.fields['tls']);
      const isNamed = ['caCertificates', 'credentialName'].some(
        (field) => textOf(tls[field]) !== undefined,
      );
      if (isNamed || tls['insecureSkipVerify'] === true) return [];
      if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return [];
      return [at(`${policy.path}/tls`, `The mode is ${mode}, and no authority is named.`)];
    });
  },
};
