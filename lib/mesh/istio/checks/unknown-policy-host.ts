import type { Rule } from '@/lib/mesh/checks/rule';
import { at } from '@/lib/mesh/checks/violations';
import { isKnownHost } from '@/lib/mesh/istio/backends';
import { serviceNameOf } from '@/lib/mesh/hosts';
import { clusterOf, CLUSTER_READS } from '@/lib/mesh/istio/checks/cluster-view';
import { securityPage } from '@/lib/mesh/istio/checks/pages';
import { operationValues } from '@/lib/mesh/istio/checks/policy-rules';
import { AUTHORIZATION_POLICY } from '@/lib/mesh/istio/kinds';

export const unknownPolicyHost: Rule = {
  code: 'IS506',
  severity: 'warning',
  title: 'A policy speaks of a service that does not exist',
  why: 'No request has this host: an allowance lets nothing through, a denial stops nothing.',
  mend: 'Correct the host. It is compared with the Host header as callers send it, which may be a short name or carry a port.',
  link: securityPage('authorization-policy'),
  subjects: [AUTHORIZATION_POLICY],
  reads: CLUSTER_READS,
  check: (object, lookups) =>
    operationValues(object, ['hosts', 'notHosts'])
      .filter(({ value }) => !value.includes('*'))
      .map(({ value, path }) => ({ host: value.replace(/:\d+$/, ''), path }))
      // Any other name may be one that only clients outside of the cluster use.
      .filter(({ host }) => serviceNameOf(host) !== null)
      .filter(({ host }) => !isKnownHost(clusterOf(lookups), host))
      .map(({ host, path }) => at(path, `The host ${host} is not known to the mesh.`)),
};
