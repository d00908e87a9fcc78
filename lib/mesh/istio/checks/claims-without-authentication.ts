import type { KubeObject } from '@/lib/domain/kube-object';
import { everywhere, objectAt } from '@/lib/mesh/checks/indexes';
import type { Lookups, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { fieldsOf, hasLabels, labelsOf, listOf } from '@/lib/mesh/fields';
import { gatewaysOf, type NamedGateway } from '@/lib/mesh/istio/checks/gateway-names';
import { analysisPage } from '@/lib/mesh/istio/checks/pages';
import { GATEWAY_NAME } from '@/lib/mesh/istio/gateway-labels';
import { GATEWAY, REQUEST_AUTHENTICATION, VIRTUAL_SERVICE } from '@/lib/mesh/istio/kinds';
import { hasTargetRefs, targetsOf } from '@/lib/mesh/istio/target-refs';

/** By this the pods of a Gateway of Gateway API are known. */
const CLAIMS = '@request.auth.claims';

export const claimsWithoutAuthentication: Rule = {
  code: 'IS114',
  severity: 'error',
  title: 'A route asks for claims of a token that nobody checks',
  why: 'Claims are known only where a RequestAuthentication applies to the gateway. The match never holds.',
  mend: 'Create a RequestAuthentication that selects the pods of the gateway, or is attached to it.',
  link: analysisPage('IST0149'),
  subjects: [VIRTUAL_SERVICE],
  reads: [GATEWAY, REQUEST_AUTHENTICATION],
  check: (object, lookups) => {
    if (!lookups.knows(REQUEST_AUTHENTICATION)) return [];
    const unchecked = gatewaysOf(object).filter((gateway) => !isChecked(gateway, lookups));
    if (unchecked.length === 0) return [];
    return listOf(fieldsOf(object.spec)['http']).flatMap((route, i) =>
      listOf(fieldsOf(route)['match']).flatMap((match, j) => {
        const { headers, withoutHeaders } = fieldsOf(match);
        const names = [...Object.keys(fieldsOf(headers)), ...Object.keys(fieldsOf(withoutHeaders))];
        if (!names.some((name) => name.startsWith(CLAIMS))) return [];
        const [{ namespace, name } = { namespace: '', name: '' }] = unchecked;
        const message = `No RequestAuthentication selects the pods of Gateway ${namespace}/${name}.`;
        return [at(`/spec/http/${i}/match/${j}/headers`, message)];
      }),
    );
  },
};

/** A policy may be anywhere that the gateway's pods are; which is not said, so that any fitting one counts. */
function isChecked({ namespace, name }: NamedGateway, lookups: Lookups): boolean {
  const gateway = objectAt(lookups, GATEWAY, namespace, name);
  if (gateway === undefined) return true;
  const labels = labelsOf(fieldsOf(gateway.spec)['selector']);
  return everywhere(lookups, REQUEST_AUTHENTICATION).some((policy) => fits(policy, labels));
}

function fits(policy: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  if (hasTargetRefs(policy)) {
    const gateway = labels[GATEWAY_NAME];
    return targetsOf(policy).some(({ kind, name }) => kind === 'Gateway' && name === gateway);
  }
  const { selector } = fieldsOf(policy.spec);
  return hasLabels(labels, labelsOf(fieldsOf(selector)['matchLabels']));
}
