import type { KubeObject } from '@/lib/domain/kube-object';
import { membershipOf } from '@/lib/mesh/ambient/detect';
import { objectAt } from '@/lib/mesh/checks/indexes';
import type { Lookups, Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { PODS, SERVICES } from '@/lib/mesh/core-kinds';
import { PEER_READS, peerModeOf, type PeerMode } from '@/lib/mesh/istio/checks/peer-mode';
import { securityPage } from '@/lib/mesh/istio/checks/pages';
import { podsOfService, ruleServiceOf } from '@/lib/mesh/istio/checks/rule-host';
import { portsOfService } from '@/lib/mesh/istio/checks/service-pods';
import { tlsModeOf, trafficPoliciesOf } from '@/lib/mesh/istio/checks/traffic-policies';
import { hasSidecar } from '@/lib/mesh/istio/detect';
import { DESTINATION_RULE } from '@/lib/mesh/istio/kinds';
import { nameOf } from '@/lib/mesh/object-names';

export const tlsAgainstPolicy: Rule = {
  code: 'IS205',
  severity: 'error',
  title: 'Callers are told to speak otherwise than the pods demand',
  why: 'Every call fails: plaintext is refused where mutual TLS is strict, and mutual TLS fails where it is disabled.',
  mend: 'Leave tls out of the DestinationRule: Istio finds out by itself what each pod speaks. Else change the PeerAuthentication.',
  link: securityPage('peer_authentication'),
  subjects: [DESTINATION_RULE],
  reads: [SERVICES, PODS, ...PEER_READS],
  check: (object, lookups) => {
    const modes = peerModes(object, lookups);
    return trafficPoliciesOf(object).flatMap((policy) => {
      const found = modes.find(({ mode }) => contradicts(tlsModeOf(policy), mode));
      if (found === undefined) return [];
      const message = `Callers shall speak ${tlsModeOf(policy) ?? ''}, while PeerAuthentication ${nameOf(found.policy)} says ${found.mode}.`;
      return [at(`${policy.path}/tls/mode`, message, found.policy)];
    });
  },
};

function contradicts(client: string | undefined, server: string): boolean {
  if (server === 'strict') return client === 'DISABLE' || client === 'SIMPLE';
  return server === 'disabled' && client === 'ISTIO_MUTUAL';
}

/** What the pods behind a rule demand that have a proxy to demand it. */
function peerModes(rule: KubeObject, lookups: Lookups): readonly PeerMode[] {
  const name = ruleServiceOf(rule);
  const service =
    name === null ? undefined : objectAt(lookups, SERVICES, name.namespace, name.name);
  if (service === undefined) return [];
  const ports = portsOfService(service).map(({ target }) =>
    typeof target === 'number' ? target : null,
  );
  return podsOfService(service, lookups)
    .filter((pod) => hasSidecar(pod) || membershipOf(pod).inMesh)
    .flatMap(({ metadata: { namespace = '', labels = {} } }) => {
      const modes = ports.map((port) => peerModeOf(lookups, namespace, labels, port));
      const [first] = modes;
      // Where ports differ, calls to some of them are right.
      return first !== undefined && modes.every((each) => each?.mode === first.mode) ? [first] : [];
    });
}
