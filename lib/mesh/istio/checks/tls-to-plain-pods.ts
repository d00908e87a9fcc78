import { membershipOf } from '@/lib/mesh/ambient/detect';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { containersOf } from '@/lib/mesh/detection';
import { networkingPage } from '@/lib/mesh/istio/checks/pages';
import { podsOfService, ruleServiceOf } from '@/lib/mesh/istio/checks/rule-host';
import { tlsModeOf, trafficPoliciesOf } from '@/lib/mesh/istio/checks/traffic-policies';
import { DESTINATION_RULE } from '@/lib/mesh/istio/kinds';

export const tlsToPlainPods: Rule = {
  code: 'IS206',
  severity: 'error',
  title: 'Callers shall speak mutual TLS to pods that have no proxy',
  why: 'Nobody there understands it: every call fails with 503 and a TLS error.',
  mend: 'Leave tls out of the DestinationRule, so that Istio speaks plaintext to pods outside the mesh, or bring the pods into the mesh.',
  link: networkingPage('destination-rule'),
  subjects: [DESTINATION_RULE],
  reads: [SERVICES, PODS],
  check: (object, lookups) => {
    const name = ruleServiceOf(object);
    if (name === null) return [];
    const service = objectAt(lookups, SERVICES, name.namespace, name.name);
    const pods = service === undefined ? [] : podsOfService(service, lookups);
    const isPlain = pods.every((pod) => {
      const hasProxy = containersOf(pod).some((container) => container['name'] === 'istio-proxy');
      return !hasProxy && !membershipOf(pod).inMesh;
    });
    if (pods.length === 0 || !isPlain) return [];
    return trafficPoliciesOf(object)
      .filter((policy) => tlsModeOf(policy) === 'ISTIO_MUTUAL')
      .map(({ path }) =>
        at(`${path}/tls/mode`, `None of the ${pods.length} pods of ${name.name} has a proxy.`),
      );
  },
};
